import { root, sourceRoot } from './access.ts'
import { exits } from './shellFailure.ts'

/** Bytes of a file that come or go with one script, so that other questions get their turn between. */
export const pieceLength = 4 * 1024 * 1024

/** How `stat` writes down an entry. A name cannot hold a slash, so no name can look like the end of a record. */
const record = '%f %s %Y %Z %u %g %y %n//'

/**
 * What the helper's shell (POSIX) knows, told to it once. Every path comes as a folder and a name in it; a folder is
 * entered before anything is done, so that no link on the way leads out of the volume and no name looks like an option.
 */
export const prelude = String.raw`
LC_ALL=C; export LC_ALL; umask 022; held=; kept=
trap '[ -z "$held" ] || rm -rf "$held" "$held.old"; [ -z "$kept" ] || rm -rf "$kept"' EXIT

probe() {
	for tool in find stat base64 readlink cat head dd mv cp rm rmdir mkdir chown chmod; do
		command -v $tool >/dev/null || { echo "The image has no $tool." >&2; exit ${exits.missingTool}; }
	done
	while read -r _ target _ options _; do [ "$target" != ${root} ] || access=$options; done </proc/self/mounts
	echo "$access"
}

into() {
	cd -P "$1" 2>/dev/null || { [ ! -e "$1" ] || exit ${exits.notFolder}; exit ${exits.notFound}; }
	case "$PWD/" in ${root}/*|${sourceRoot}/*) ;; *) exit ${exits.outside};; esac
}

resolved=
inside() {
	resolved=$(readlink -f "$1"; printf x); resolved=${'$'}{resolved%?x}
	case "$resolved/" in ${root}/*) ;; *) return 1;; esac
}

name=
follow() {
	into "$1"; name=$2
	[ -L "./$name" ] || return 0
	inside "./$name" || exit ${exits.outside}
	name=${'$'}{resolved##*/}; into "${'$'}{resolved%/*}/"
}

present() { [ -e "./$1" ] || [ -L "./$1" ] || exit ${exits.notFound}; }
absent() { ! { [ -e "./$1" ] || [ -L "./$1" ]; } || exit ${exits.exists}; }

stat_entry() {
	into "$1"; present "$2"
	stat -c '${record}' "./$2" || exit
	[ -L "./$2" ] && [ -e "./$2" ] && inside "./$2" && stat -L -c '${record}' "./$2" || :
}

list_folder() {
	into "$1"
	find . -mindepth 1 -maxdepth 1 -exec stat -c '${record}' {} +
	[ -e . ] || exit ${exits.notFound}
}

# What links in a folder lead to; then those that lead to folders inside.
list_links() {
	into "$1"
	find . -mindepth 1 -maxdepth 1 -type l -exec stat -L -c '${record}' {} + 2>/dev/null
	printf '//\n'
	find . -mindepth 1 -maxdepth 1 -type l -exec /bin/sh -c 'here=$PWD
		for link; do
			[ -d "$link" ] && cd -P "$link" && case "$PWD/" in ${root}/*) printf "%s//\n" "$link";; esac
			cd "$here"
		done' sh {} +
	:
}

regular() {
	follow "$1" "$2"; present "$name"
	[ ! -d "./$name" ] || exit ${exits.isFolder}
	[ -f "./$name" ] || exit ${exits.notFile}
}

read_file() {
	regular "$1" "$2"
	size=$(stat -c %s "./$name") || exit
	[ "$size" -le "$3" ] || exit ${exits.tooLarge}
	echo "$size"; head -c ${pieceLength} "./$name"
}

read_piece() { regular "$1" "$2"; dd if="./$name" bs=${pieceLength} skip="$3" count=1 2>/dev/null; }

begin_save() {
	follow "$1" "$2"
	if [ -e "./$name" ]; then
		regular . "$name"
		[ "$5" = 1 ] || exit ${exits.exists}
	else
		[ "$4" = 1 ] || exit ${exits.notFound}
	fi
	(umask 077; : >"./$3") || exit
}

# $1 is the temporary file beside $name, $2 its length, for not every base64 tells that it could not write.
finish_save() {
	[ "$(stat -c %s "./$1")" = "$2" ] || { echo 'No space left on device' >&2; exit 1; }
	if [ ! -e "./$name" ]; then
		chown "$(stat -c %u:%g .)" "./$1" && chmod 644 "./$1" || exit
	else
		chown "$(stat -c %u:%g "./$name")" "./$1" && chmod "$(stat -c %a "./$name")" "./$1" || exit
		if [ "$(stat -c %h "./$name")" -gt 1 ]; then
			# All of its names stay one file: its content is replaced, and put back should that fail.
			cat "./$name" >"./$1.old" && { cat "./$1" >"./$name" || { cat "./$1.old" >"./$name"; false; }; }
			code=$?; rm -f "./$1" "./$1.old"; exit $code
		fi
	fi
	{ fsync "./$1" || sync -d "./$1"; } 2>/dev/null
	mv -f "./$1" "./$name"
}

make_folder() {
	into "$1"; absent "$2"
	mkdir "./$2" && chown "$(stat -c %u:%g .)" "./$2" && chmod 755 "./$2"
}

remove_entry() {
	[ "$2" != . ] || exit ${exits.isRoot}
	into "$1"; present "$2"
	if [ "$3" = 1 ]; then rm -rf "./$2"; elif [ -d "./$2" ] && [ ! -L "./$2" ]; then rmdir "./$2"; else rm -f "./$2"; fi
}

# Puts $1, an absolute path, in the place of $2/$3; what was there ($4: may be) goes only when the new one is in place.
place() {
	into "$2"
	[ "$4" = 1 ] || absent "$3"
	if [ -d "./$3" ] || [ -L "./$3" ]; then
		mv "./$3" "./$5" || exit
		mv "$1" "./$3" || { mv "./$5" "./$3"; exit 1; }
		rm -rf "./$5"
	else
		mv -f "$1" "./$3"
	fi
}

move_entry() {
	[ "$2" != . ] && [ "$4" != . ] || exit ${exits.isRoot}
	into "$1"; present "$2"; from=$PWD/$2
	into "$3"
	[ "$from" != "$PWD/$4" ] || exit 0
	case "$PWD/$4/" in "$from"/*) exit ${exits.intoItself};; esac
	place "$from" . "$4" "$5" "$6"
}

copy_entry() {
	into "$1"; present "$2"; from=$PWD/$2
	into "$3"; [ "$5" = 1 ] || absent "$4"
	case "$PWD/$4/" in "$from"/*) exit ${exits.intoItself};; esac
	cp -a "$from" "./$6" && place "$PWD/$6" . "$4" "$5" "$6.old" || { rm -rf "./$6"; exit 1; }
}

link_target() { into "$1"; present "$2"; readlink "./$2"; }

count_entry() {
	into "$1"; present "$2"
	find "./$2" -type d -exec stat -c d {} +
	find "./$2" ! -type d -exec stat -c %s {} +
}
`
