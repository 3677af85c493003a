# fish completion for kmod-ts, and for the tools' own names where they are links to it: never for another lsmod or modprobe.
#
# As completions/kmod-ts.fish it is loaded when it is needed; so it is for a tool, as modprobe.fish and so on.
#
# Everything that is offered comes from `kmod-ts complete`. Nothing of it is ever evaluated.

# What a name on PATH leads to, if that is our program. A path that somebody types is not run before Enter is pressed.
function __kmod_ts_program
    set -l path (command -s -- (string replace -r '.*/' '' -- $argv[1]))
    or return 1
    set path (realpath -- $path)
    or return 1
    string match -qr '(^|/)kmod-ts(\.js|-[^/]*)?$' -- $path
    or return 1
    printf '%s\n' $path
end

# Paths below what is typed of one, in the part of a word that stands behind its beginning.
function __kmod_ts_files --argument-names kind typed
    switch $kind
        case directories
            __fish_complete_directories $typed ''
        case 'module files'
            __fish_complete_path $typed |
                string match -r '^[^\t]*(?:/|\.ko(?:\.gz|\.xz|\.zst)?)(?:\t.*)?$'
        case '*'
            __fish_complete_path $typed
    end
end

function __kmod_ts_complete
    set -l words (commandline -opc)
    # What stands before a command for its environment.
    while string match -qr '^[A-Za-z_][A-Za-z0-9_]*=' -- $words[1]
        set -e words[1]
    end
    set words (string replace -r '^~/' "$HOME/" -- $words)
    set -l current (commandline -ct | string replace -ra '[\\\\"\']' '')
    set -l program (__kmod_ts_program $words[1]; or __kmod_ts_program kmod-ts)
    or return
    set -l lines ($program complete $words "$current" 2>/dev/null </dev/null)
    or return
    printf '%s\n' $lines[2..]
    set -l head (string split -m 1 \t -- $lines[1])
    if test "$head[1]" != -
        set -l typed (string sub -s (math (string length -- "$head[2]") + 1) -- "$current")
        printf '%s\n' "$head[2]"(__kmod_ts_files $head[1] "$typed")
    end
end

complete -c kmod-ts -f -a '(__kmod_ts_complete)'
for name in kmod lsmod rmmod insmod modinfo modprobe depmod
    if __kmod_ts_program $name >/dev/null
        complete -c $name -f -a '(__kmod_ts_complete)'
    end
end
