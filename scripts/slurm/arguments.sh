# shellcheck shell=bash
# Reads and changes hubcensus's arguments; sourced by submit.sh and the jobs.

# value_of FLAG ARGUMENT...: sets `value` to what follows the flag, or fails.
value_of() {
  local flag=$1
  shift
  while (($# > 0)); do
    case $1 in
      "$flag") value=${2:-}; [ -n "$value" ]; return ;;
      "$flag"=*) value=${1#*=}; [ -n "$value" ]; return ;;
    esac
    shift
  done
  return 1
}

# has_records ARGUMENT...: whether they name records to read.
has_records() { value_of --downloads "$@" || value_of --files-from "$@"; }

# without "FLAG..." ARGUMENT...: sets `kept` to the arguments less those flags and their values, of
# which there may be none or several.
without() {
  local flags=" $1 " dropping=no
  shift
  kept=()
  for argument in "$@"; do
    case $argument in
      --*) if [[ $flags == *" ${argument%%=*} "* ]]; then dropping=yes; else dropping=no; fi ;;
    esac
    [ "$dropping" = yes ] || kept+=("$argument")
    # The value of --flag=value ends with it.
    case $argument in --*=*) dropping=no ;; esac
  done
}
