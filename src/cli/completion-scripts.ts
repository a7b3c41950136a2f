/** Each script asks `okta-fetch completion suggest` for what can follow, so that it never grows stale. */
export const SCRIPTS: Record<string, string> = {
  bash: `# okta-fetch completion for bash: add to ~/.bashrc
#   eval "$(okta-fetch completion bash)"
_okta_fetch() {
  local IFS=$'\\n'
  COMPREPLY=($(okta-fetch completion suggest "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
  if [ "\${#COMPREPLY[@]}" -eq 0 ]; then
    COMPREPLY=($(compgen -f -- "\${COMP_WORDS[COMP_CWORD]}"))
  elif printf '%s\\n' "\${COMPREPLY[@]}" | grep -q '/$'; then
    compopt -o nospace
  fi
}
complete -F _okta_fetch okta-fetch
`,
  zsh: `#compdef okta-fetch
# okta-fetch completion for zsh: add to ~/.zshrc, after compinit
#   eval "$(okta-fetch completion zsh)"
_okta_fetch() {
  local -a found complete partial
  found=("\${(@f)$(okta-fetch completion suggest "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  found=(\${found:#})
  if (( \${#found} == 0 )); then
    _files
    return
  fi
  complete=(\${found:#*/})
  partial=(\${(M)found:#*/})
  (( \${#complete} )) && compadd -- "\${complete[@]}"
  (( \${#partial} )) && compadd -S '' -- "\${partial[@]}"
}
compdef _okta_fetch okta-fetch
`,
  fish: `# okta-fetch completion for fish: add to ~/.config/fish/config.fish
#   okta-fetch completion fish | source
function __okta_fetch_suggest
    set -l words (commandline -opc) (commandline -ct)
    okta-fetch completion suggest $words[2..-1] 2>/dev/null
end
complete -c okta-fetch -f -a '(__okta_fetch_suggest)'
complete -c okta-fetch -n '__fish_seen_subcommand_from verify' -F
`,
};
