# SPDX-License-Identifier: MIT
# bash completion for etch: commands and options as its --help lists them, and files by their endings.

_etch() {
  local program=${COMP_WORDS[0]} command=${COMP_WORDS[1]}
  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}
  local endings='' ending candidates
  COMPREPLY=()

  if [ "$COMP_CWORD" -eq 1 ]; then
    candidates=$("$program" --help 2>/dev/null | sed -n '/^Subcommands:/,/^$/s/^  \([a-z]*\) .*/\1/p')
    mapfile -t COMPREPLY < <(compgen -W "$candidates --help --version" -- "$word")
    return
  fi
  if [[ $word == -* ]]; then
    candidates=$("$program" "$command" --help 2>/dev/null | grep -oE -- '^  (-[a-z],)?--[a-z-]+' | grep -oE -- '--[a-z-]+')
    mapfile -t COMPREPLY < <(compgen -W "$candidates" -- "$word")
    return
  fi

  case $before in
    --input | --expect) endings='npy' ;;
    --header) endings='hpp h' ;;
    --include) endings='none' ;;
    --compiler)
      mapfile -t COMPREPLY < <(compgen -c -- "$word")
      return
      ;;
    --name | --output-name | --network | --shape | --tolerance) return ;;
    -o | --output)
      case $command in
        plot) endings='svg pdf png dot' ;;
        export) endings='onnx safetensors npz bin' ;;
        *) endings='none' ;;
      esac
      ;;
    *)
      case $command in
        export) endings='bin safetensors npz hpp' ;;
        *) endings='onnx' ;;
      esac
      ;;
  esac
  compopt -o filenames 2>/dev/null
  mapfile -t COMPREPLY < <(
    compgen -d -- "$word"
    for ending in $endings; do compgen -f -X "!*.$ending" -- "$word"; done
  )
}
complete -F _etch etch
