/**
 * Attributes that an org has added to its profiles. Declare them once, and every profile has them:
 *
 * @example
 * declare global {
 *   namespace OktaFetch {
 *     interface UserProfile { badgeNumber?: string | null; costCenter?: number }
 *   }
 * }
 */
declare global {
  namespace OktaFetch {
    /** Custom attributes of users. */
    interface UserProfile {}
    /** Custom attributes of groups. */
    interface GroupProfile {}
    /** Custom attributes of app users, of all apps together. */
    interface AppUserProfile {}
    /**
     * How profiles are typed. With `undeclaredAttributes: "refused"`, a profile has the attributes of Okta and those
     * declared here, and no others: a misspelled one does not compile.
     */
    interface ProfileOptions {}
  }
}

/** Attributes that nobody declared: of any type, unless the app refuses them. */
type UndeclaredAttributes = OktaFetch.ProfileOptions extends { undeclaredAttributes: "refused" }
  ? Record<never, never>
  : { [attribute: string]: unknown };

export type CustomUserProfile = OktaFetch.UserProfile & UndeclaredAttributes;
export type CustomGroupProfile = OktaFetch.GroupProfile & UndeclaredAttributes;
export type CustomAppUserProfile = OktaFetch.AppUserProfile & UndeclaredAttributes;
