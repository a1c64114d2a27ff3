# The rules of scripts/lint; see there.
function found(what) {
    if (excused) return
    printf "%s:%d: %s\n", FILENAME, FNR, what
    count++
}

# The line without comments and with empty string literals; raw and multi-line strings are removed too.
function code(line,   out, i, c, depth) {
    if (inText) {
        i = index(line, "\"\"\"")
        if (!i) return ""
        inText = 0
        line = substr(line, i + 3)
    }
    sub(/^[ \t]*\/\/.*/, "", line)
    out = ""
    while (length(line)) {
        if (match(line, /^#*"""/)) {
            line = substr(line, RLENGTH + 1)
            i = index(line, "\"\"\"")
            if (!i) { inText = 1; return out "\"\"" }
            line = substr(line, i + 3)
            out = out "\"\""
        } else if (match(line, /^#+"/)) {
            hashes = substr(line, 1, RLENGTH - 1)
            line = substr(line, RLENGTH + 1)
            i = index(line, "\"" hashes)
            if (!i) return out "\"\""
            line = substr(line, i + 1 + length(hashes))
            out = out "\"\""
        } else if (substr(line, 1, 1) == "\"") {
            line = afterText(substr(line, 2))
            out = out "\"" inner "\""
        } else if (substr(line, 1, 2) == "//") {
            return out
        } else {
            out = out substr(line, 1, 1)
            line = substr(line, 2)
        }
    }
    return out
}

# Skips a string literal and returns what follows it; `inner` is the code of its interpolations.
function afterText(line,   c, depth) {
    inner = ""
    while (length(line)) {
        c = substr(line, 1, 1)
        if (c == "\"") return substr(line, 2)
        if (substr(line, 1, 2) == "\\(") {
            depth = 1
            line = substr(line, 3)
            inner = inner " ("
            while (length(line) && depth) {
                c = substr(line, 1, 1)
                if (c == "(") depth++
                if (c == ")") depth--
                if (c != "\"") inner = inner c
                line = substr(line, 2)
            }
        } else if (c == "\\") {
            line = substr(line, 3)
        } else {
            line = substr(line, 2)
        }
    }
    return ""
}

FNR == 1 {
    inText = 0
    before = 0
    mayKnowDatabase = FILENAME ~ /(^|\/)GatehouseDaemon\/(Storage|Journal)\//
}

{
    excused = before || $0 ~ /\/\/ safe: [^ ]/
    before = $0 ~ /^[ \t]*\/\/ safe: [^ ]/
    line = code($0)
    if (line ~ /(^|[^A-Za-z_])try!/) found("try! ends the process on an error; throw it")
    if (line ~ /(^|[^A-Za-z_])as!/) found("as! ends the process on another type; use as? and say what is wrong")
    if (line ~ /(^|[^A-Za-z_.])(fatalError|preconditionFailure|assertionFailure)\(/)
        found("this ends the process; throw, or do what is safest")
    if (line ~ /(^|[^A-Za-z_.])precondition\(/) found("precondition ends the process; throw, or say why it always holds")
    if (line ~ /unsafelyUnwrapped/) found("unsafelyUnwrapped is undefined on nil; bind it")
    if (line ~ /[A-Za-z0-9_)\]}"]!([^=A-Za-z0-9_(]|$)/) found("a force unwrap ends the process on nil; bind it")
    if (line ~ /[A-Za-z0-9_)\]}"]![.(\[]/) found("a force unwrap ends the process on nil; bind it")
    if (line ~ /(^|[^A-Za-z0-9_.])(Swift\.)?(print|debugPrint|dump|fputs|puts|putchar|fwrite|printf|vprintf)\(/ && line !~ /func (print|dump)\(/)
        found("this hides that a write failed; use the program's one door for output")
    if (line ~ /FileHandle/) found("FileHandle may end the process; use Descriptor or BoundedFile")
    if (!mayKnowDatabase && line ~ /import GRDB|(^|[^A-Za-z0-9_])sqlite3_/)
        found("only Storage and Journal know which database there is; use Transaction")
    narrow(line)
}

# Finds a conversion to a number type that the value may not fit.
function narrow(line,   rest, head, argument) {
    rest = line
    while (match(rest, /(^|[^A-Za-z0-9_.])(U?Int(8|16|32)|UInt64|UInt|CInt|CUnsignedInt|CLong|[a-z]+_t|Int|Int64)\([^)]/)) {
        head = substr(rest, RSTART, RLENGTH - 2)
        gsub(/[^A-Za-z0-9_]/, "", head)
        rest = substr(rest, RSTART + RLENGTH - 1)
        argument = upTo(rest)
        if (argument ~ /^[a-zA-Z]+:/) continue
        # Reading a number from text gives nil if it does not fit.
        if (argument ~ /, radix:|^text($|\[)|^String\(/) continue
        if (argument ~ /^-?[0-9][0-9_xA-Fa-f]*( *(<<|-|\+) *[0-9]+)?$/) continue
        if (argument ~ /\.rawValue$|^(O_|S[A-Z]+_|POLL|IN_|AF_|IPPROTO|TIOC|_SC_|TTY_|PIPE_BUF|INET)|^MemoryLayout</) continue
        if (head ~ /^(Int|Int64)$/) {
            if (argument ~ /rounded\(|Double\(|[0-9]\.[0-9]|\.[a-z]*Ms($|[^A-Za-z])|(^|[^A-Za-z])Double[^A-Za-z]|timeInterval/)
                found(head "(" argument ") ends the process on what is no whole number in range; write nearest: or exactly:")
            continue
        }
        found(head "(" argument ") ends the process on what does not fit; write exactly:, clamping: or truncatingIfNeeded:")
    }
}

# The text up to the closing parenthesis.
function upTo(text,   i, c, depth) {
    depth = 0
    for (i = 1; i <= length(text); i++) {
        c = substr(text, i, 1)
        if (c == "(") depth++
        if (c == ")" && depth-- == 0) return substr(text, 1, i - 1)
    }
    return text
}

END { exit count > 0 }
