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
  }
}

/** What an app declared of one kind of profile. */
export type CustomUserProfile = OktaFetch.UserProfile;
export type CustomGroupProfile = OktaFetch.GroupProfile;
export type CustomAppUserProfile = OktaFetch.AppUserProfile;
