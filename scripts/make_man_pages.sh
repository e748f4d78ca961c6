#!/usr/bin/env bash
# Makes the man pages of the program and of each of its commands from their help, with help2man.
#   SOURCE_DATE_EPOCH=SECONDS make_man_pages.sh PROGRAM FOLDER      FOLDER is made anew
# HELP2MAN: where it is not in PATH.
# The same program and date give the same bytes.
set -euo pipefail
[ $# -eq 2 ] || { echo "make_man_pages.sh: wants the program and a folder" >&2; exit 2; }
program=$(realpath -e "$1")
name=$(basename "$program")
rm -rf "$2"
mkdir -p "$2"
folder=$(realpath -e "$2")
unset "${!HUBCENSUS_@}" MANROFFOPT
export LC_ALL=C PATH="$(dirname "$program"):$PATH"  # help2man takes a name and its command, unquoted
version=$("$program" --version)
date=$(date -u -d "@$SOURCE_DATE_EPOCH" +%F)
commands=$("$program" help | sed -n '/^Commands:$/,/^$/s/^  \([a-z][a-z-]*\) .*/\1/p')
[ -n "$commands" ] || { echo "make_man_pages.sh: the help of $program names no command" >&2; exit 1; }

# What a page is about: the first paragraph of the help, as one line.
about() {
  "$program" help "$@" | sed '/^$/,$d' | paste -sd ' ' | sed "s/^$name: //"
}

# The lines behind the last heading of a help, as they are.
examples() {
  printf '[=EXAMPLES]\n.nf\n'
  "$program" help "$@" | sed '1,/^Examples:$/d; s/^  //; s/\\/\\e/g; s/-/\\-/g; s/'\''/\\(aq/g'
  printf '.fi\n'
}

# page TITLE SEE-ALSO [COMMAND]
page() {
  { printf '[SEE ALSO]\n%s\n' "$2" && examples "${@:3}"; } >"$folder/include"
  "${HELP2MAN:-help2man}" --no-info --include "$folder/include" --name "$(about "${@:3}")" \
    --version-string "$version" --source "$version" --manual "User Commands" "$name${3:+ $3}" |
    sed -e "s/^\.TH .* \"1\" \"[^\"]*\"/.TH ${1^^} 1 $date/" \
      -e "/^\.SH NAME$/{n;s/^.* \\\\- /${1//-/\\\\-} \\\\- /}" \
      -e 's/^\(\.SS ".*\):"$/\1"/' >"$folder/$1.1"
  rm "$folder/include"
}

others=''
for command in $commands; do
  others+="${others:+,
}.BR $name-$command (1)"
  page "$name-$command" ".BR $name (1)" "$command"
done
page "$name" "$(sed 's/^,$//; s/(1),$/(1),/' <<<"$others")"
