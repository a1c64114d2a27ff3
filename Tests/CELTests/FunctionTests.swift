import CEL
import Testing

@Suite struct `Functions` {
    @Test(arguments: [
        "int('-42') == -42 && int(3.9) == 3 && int(-3.9) == -3 && int(7u) == 7", "uint('42') == 42u && uint(1.9) == 1u",
        "double('1e3') == 1000.0 && double(3u) == 3.0", "string(1.5) == '1.5' && string(1e30) == '1e+30'",
        "string(-0.0045) == '-0.0045' && string(1000000.0) == '1000000'",
        "string(true) == 'true' && string(b'a') == 'a'",
        "bytes('ÿ') == b'\\303\\277'", "bool('TRUE') && !bool('0')", "size('πέντε') == 5 && 'ab'.size() == 2",
        "'abababc'.contains('ababc') && 'a'.contains('')", "'foobar'.startsWith('foo') && 'foobar'.endsWith('bar')",
        "'grey'.matches('gr(a|e)y') && matches('a', '^a$') && !'ab'.matches('^a$')", "type(dyn(1)) == int",
    ])
    func `standard functions return the specified values`(text: String) {
        #expect(answer(text) == #"{"bool":true}"#)
    }

    @Test(arguments: [
        "'tacocat'.charAt(3) == 'o' && 'a'.charAt(1) == ''", "'tacocat'.indexOf('c', 3) == 4 && 'a'.indexOf('') == 0",
        "'ta©o©αT'.indexOf('©αT', 3) == 4", "'banana'.lastIndexOf('ana') == 3 && 'banana'.lastIndexOf('ana', 2) == 1",
        "'TacoCÆt'.lowerAscii() == 'tacocÆt' && 'aé'.upperAscii() == 'Aé'", "'abab'.replace('a', 'x', 1) == 'xbab'",
        "'ab'.replace('', '-') == '-a-b-'",
        "'a,b,c'.split(',') == ['a', 'b', 'c'] && 'a,b,c'.split(',', 2) == ['a', 'b,c']",
        "'abc'.split('') == ['a', 'b', 'c'] && ''.split('') == [] && 'a'.split(',', 0) == []",
        "['a', 'b'].join('-') == 'a-b' && [].join() == ''", "'ta©o'.substring(2, 3) == '©'",
        "' \\u00a0\\u2009x \\t'.trim() == 'x'", "'añb'.reverse() == 'bña'",
        "strings.quote('a\"\\n') == '\"a\\\\\"\\\\n\"'",
        "'%s %d %.2f %e %b %o %x %X %%'.format(['a', 1, 2.345, 1.0, 5, 8, 255, 'hi']) == 'a 1 2.35 1.000000e+00 101 10 ff 6869 %'",
        "'%s'.format([{2: [1.5, null, b'x'], 'a': duration('90m')}]) == '{2: [1.5, null, x], a: 5400s}'",
        "'%d %f'.format([double('-Infinity'), double('NaN')]) == '-Infinity NaN'",
    ])
    func `string functions return the specified values`(text: String) {
        #expect(answer(text) == #"{"bool":true}"#)
    }

    @Test(arguments: [
        "math.greatest(1, 2.5, 2u) == 2.5 && math.least([3, 1u]) == 1",
        "math.round(-1.5) == -2.0 && math.ceil(1.2) == 2.0",
        "math.trunc(-1.9) == -1.0 && math.floor(-1.2) == -2.0", "math.abs(-3) == 3 && math.sign(-2.5) == -1.0",
        "math.isNaN(0.0 / 0.0) && math.isInf(1.0 / 0.0) && !math.isFinite(1.0 / 0.0)", "math.sqrt(49) == 7.0",
        "math.bitAnd(6, 3) == 2 && math.bitOr(6u, 1u) == 7u && math.bitXor(6, 3) == 5 && math.bitNot(1) == -2",
        "math.bitShiftLeft(1, 200) == 0 && math.bitShiftRight(-1024, 3) == 2305843009213693824",
        "base64.encode(b'hello') == 'aGVsbG8=' && base64.decode('aGVsbG8') == b'hello'",
        "optional.of(1).orValue(1 / 0) == 1 && optional.none().or(optional.of(2)).value() == 2",
        "[?optional.none(), ?optional.of(1)] == [1] && {?'a': optional.none()} == {}",
        "!optional.ofNonZeroValue('').hasValue() && optional.unwrap([optional.of(1), optional.none()]) == [1]",
        "{'a': {}}.?a.b.c == optional.none() && [1][?5] == optional.none()",
    ])
    func `math, encoder and optional functions return the specified values`(text: String) {
        #expect(answer(text) == #"{"bool":true}"#)
    }

    @Test(arguments: [
        "[1, 2].first().value() == 1 && [1, 2].last().value() == 2 && !([].first().hasValue())",
        "[1, 1.0, 1u, 'a', 'a', [1], [1]].distinct() == [1, 'a', [1]]", "[3, 1u, 2.5].sort() == [1, 2.5, 3]",
        "['b', 'a'].sort() == ['a', 'b'] && [].sort() == []", "[1, [2, [3]]].flatten() == [1, 2, [3]]",
        "[1, [2, [3]]].flatten(2) == [1, 2, 3] && [[1]].flatten(0) == [[1]]", "[1, 2, 3].slice(1, 3) == [2, 3]",
        "lists.range(3) == [0, 1, 2] && lists.range(-1) == []", "sets.contains([1, 2, 3], [2.0, 3u])",
        "!sets.contains([1], [1, 2]) && sets.contains([1], [])", "sets.equivalent([1, 2, 1], [2, 1])",
        "sets.intersects(['a', 'b'], ['b', 'c']) && !sets.intersects([1], [2]) && sets.intersects([[1]], [[1.0]])",
    ])
    func `list and set functions return the specified values`(text: String) {
        #expect(answer(text) == #"{"bool":true}"#)
    }

    @Test(arguments: [
        "int('x')", "int(1e99)", "int(9223372036854775807.0)", "uint(-1)", "uint(-0.5)", "double('x')", "bool('TrUe')",
        "string(b'\\xff')", "string([])", "size(1)", "'a'.matches('(')", "'abc'.charAt(4)", "'abc'.substring(2, 1)",
        "'abc'.indexOf('a', 4)", "'%d'.format([])", "'%a'.format([1])", "'%d'.format(['a'])", "'%.2000f'.format([1.0])",
        "'%'.format([1])", "[1].join()", "42.charAt(0)", "'a'.split('b', 'c')", "math.abs(-9223372036854775808)",
        "math.ceil(1)", "math.bitShiftLeft(1, -1)", "math.greatest([])", "math.greatest('a')", "base64.decode('*')",
        "[1, 'a'].sort()", "[0.0 / 0.0].sort()", "[[1]].sort()",
        "[1].slice(1, 0)", "[1].slice(0, 2)", "[1].flatten(-1)", "1.first()", "sets.contains(1, [1])",
        "lists.range(9223372036854775807)", "lists.range('a')", "optional.none().value()", "1.orValue(2)", "[?1]",
        "f(1)", "'a'.size(1)",
    ])
    func `arguments that a function does not accept are errors`(text: String) {
        #expect(answer(text) == "error")
    }
}
