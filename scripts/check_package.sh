#!/usr/bin/env bash
# Makes the Debian package of a build, unpacks it into a root that holds nothing else but the files of
# the packages it depends on, and makes a report there. Prints the package and its size.
#   check_package.sh [BUILD]      BUILD: a folder of CMake (build); the package is left in BUILD/package
set -euo pipefail
cd "$(dirname "$0")/.."
build=${1:-build}

cmake --build "$build" --target hubcensus
cmake --build "$build" --target man_pages || echo "check_package: without help2man, no man pages"
cpack --config "$build/CPackConfig.cmake" -B "$build/package"
package=$(ls -t "$build"/package/*.deb | head -n 1)
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT

# The packages it depends on, and those that they do; only what is installed here can be taken.
declare -A seen=()
take() {
  local name
  for name in $(sed 's/([^)]*)//g; s/|[^,]*//g; s/,/ /g'); do
    name=${name%%:*}
    [ -z "${seen[$name]:-}" ] || continue
    seen[$name]=yes
    dpkg-query -W -f='${Depends} ${Pre-Depends}\n' "$name" | take
    dpkg-query -L "$name" | grep -v '^/usr/share/' | while read -r path; do
      if [ ! -d "$path" ]; then echo "${path#/}"; fi
    done | tar -C / -cf - -T - | tar -C "$root" -xf - --keep-directory-symlink
  done
}
mkdir -p "$root"/usr/{bin,lib,lib64,sbin} "$root"/{tmp,proc}
for folder in bin lib lib64 sbin; do ln -s "usr/$folder" "$root/$folder"; done
dpkg-deb -f "$package" Depends | take
dpkg-deb -x "$package" "$root"

# With /proc, by which the loader knows where the program lies ($ORIGIN).
in_root() {
  local enter=(unshare --mount)
  [ "$(id -u)" -eq 0 ] || enter+=(--map-root-user)
  "${enter[@]}" bash -euc 'mount --rbind /proc "$0/proc"
    exec env -i PATH=/usr/bin:/usr/sbin chroot "$0" "$@"' "$root" "$@"
}
in_root hubcensus generate --models 2000 --records 20000 --seed 1 --out /tmp/hub
in_root hubcensus report --models /tmp/hub/models.parquet --downloads /tmp/hub/downloads \
  --accounts /tmp/hub/accounts.csv --out /tmp/report >/dev/null
in_root hubcensus verify /tmp/report
documents=$root/usr/share/doc/hubcensus
for picture in $(sed -n 's/^!\[.*](\(.*\))$/\1/p' "$documents/README.md"); do
  if [ ! -s "$documents/$picture" ]; then
    echo "check_package: README shows $picture, which the package lacks" >&2
    exit 1
  fi
done
echo "check_package: $package, $(stat -c %s "$package") bytes, works in a clean root"
