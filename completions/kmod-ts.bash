# bash completion for kmod-ts, and for the tools' own names where they are links to it: never for another lsmod or modprobe.
#
# As completions/kmod-ts of bash-completion it is loaded when it is needed; so it is for a tool under the tool's name. Or it is sourced from ~/.bashrc.
#
# Everything that is offered comes from `kmod-ts complete`. Nothing of it is ever evaluated.

# What a name on PATH leads to, if that is our program. Sets `program`. A path that somebody types is not run before Enter is pressed.
_kmod_ts_find() {
	local path
	program=
	path=$(type -P -- "$1") && path=$(readlink -f -- "$path") || return 1
	case ${path##*/} in
	kmod-ts | kmod-ts.js | kmod-ts-*) program=$path ;;
	*) return 1 ;;
	esac
}

# bash takes words apart at the characters of COMP_WORDBREAKS, = and : among them. Sets `words`, up to the cursor, as the program gets them, and
# `kept`: the part of the last word that stays whatever is chosen. Quotes are taken off, not interpreted.
_kmod_ts_words() {
	local rest=${COMP_LINE:0:COMP_POINT} blanks piece i
	words=()
	kept=
	for ((i = 0; i <= COMP_CWORD; i++)); do
		blanks=${rest%%[![:space:]]*}
		rest=${rest#"$blanks"}
		piece=${COMP_WORDS[i]}
		if ((i == COMP_CWORD)); then piece=$rest; fi
		rest=${rest#"$piece"}
		if ((i > 0)) && [[ -z $blanks && -n $piece ]]; then
			kept=${words[${#words[@]} - 1]}
			words[${#words[@]} - 1]+=$piece
		else
			kept=
			words+=("$piece")
		fi
	done
	if [[ $piece =~ ^[=:]+$ ]]; then kept=${words[${#words[@]} - 1]}; fi
	words=("${words[@]//[\\\"\']/}")
	words=("${words[@]/#\~\//"$HOME"/}")
	kept=${kept//[\\\"\']/}
}

# Files by their names: bash knows how to quote them. $1 is the kind, $2 the part of the word before the path, $3 the path so far.
_kmod_ts_files() {
	local path paths
	compopt -o filenames 2>/dev/null
	case $1 in
	directories) mapfile -t paths < <(compgen -d -- "$3") ;;
	*) mapfile -t paths < <(compgen -f -- "$3") ;;
	esac
	for path in "${paths[@]}"; do
		if [[ $1 == "module files" && ! -d $path && $path != *.ko && $path != *.ko.gz && $path != *.ko.xz && $path != *.ko.zst ]]; then
			continue
		fi
		COMPREPLY+=("$2$path")
	done
}

_kmod_ts() {
	local program words kept lines line kind prefix value
	COMPREPLY=()
	_kmod_ts_find "${1##*/}" || _kmod_ts_find kmod-ts || return 0
	_kmod_ts_words
	mapfile -t lines < <("$program" complete "${words[@]}" 2>/dev/null </dev/null)
	IFS=$'\t' read -r kind prefix <<<"${lines[0]-}"
	for line in "${lines[@]:1}"; do
		value=${line%%$'\t'*}
		COMPREPLY+=("${value#"$kept"}")
		if [[ $value == *= ]]; then compopt -o nospace 2>/dev/null; fi
	done
	if [[ -n $kind && $kind != - ]]; then
		value=${words[${#words[@]} - 1]}
		value=${value#"$prefix"}
		prefix=${prefix#"$kept"}
		_kmod_ts_files "$kind" "$prefix" "$value"
	fi
	return 0
}

# The second is what a build of the static edition is called.
complete -F _kmod_ts kmod-ts "kmod-ts-${HOSTTYPE:-unknown}"

_kmod_ts_register() {
	local program name
	for name in kmod lsmod rmmod insmod modinfo modprobe depmod; do
		if _kmod_ts_find "$name"; then complete -F _kmod_ts "$name"; fi
	done
	unset -f _kmod_ts_register
}
_kmod_ts_register
