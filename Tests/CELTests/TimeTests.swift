import CEL
import Testing

@Suite struct `Times` {
    @Test(arguments: [
        "string(timestamp('2009-02-13T23:31:30.5+01:30')) == '2009-02-13T22:01:30.5Z'",
        "string(timestamp('9999-12-31T23:59:59.999999999Z')) == '9999-12-31T23:59:59.999999999Z'",
        "string(timestamp('1969-12-31T23:59:59.25Z')) == '1969-12-31T23:59:59.25Z'",
        "int(timestamp('1970-01-02T00:00:00Z')) == 86400",
        "timestamp('2020-02-29T12:00:00Z').getDayOfYear() == 59 && timestamp('2020-02-29T12:00:00Z').getDate() == 29",
        "timestamp('1900-01-01T00:00:00Z').getDayOfWeek() == 1 && timestamp('1900-01-01T00:00:00Z').getMonth() == 0",
        "timestamp('2024-07-01T22:30:00Z').getHours('Europe/Stockholm') == 0",
        "timestamp('2024-07-01T22:30:00Z').getDayOfMonth('Europe/Stockholm') == 1",
        "timestamp('2024-07-01T22:30:00Z').getMinutes('-02:45') == 45 && timestamp('2024-07-01T22:30:00Z').getHours('02:00') == 0",
        "duration('1h30m') == duration('5400s') && string(duration('-1.5s')) == '-1.5s'",
        "string(duration('1ns')) == '0.000000001s'",
        "duration('10000s').getHours() == 2 && duration('3730s').getMinutes() == 62 && duration('1.25s').getMilliseconds() == 250",
        "timestamp('0001-01-01T00:00:01.000000001Z') - duration('1s') == timestamp('0001-01-01T00:00:00.000000001Z')",
        "timestamp(0) + duration('1.5s') - timestamp(0) == duration('1500ms')", "timestamp(0) < timestamp(1)",
        "string(duration('-9223372036854775808ns')) == '-9223372036.854775808s'",
    ])
    func `times are exact to the nanosecond`(text: String) {
        #expect(answer(text) == #"{"bool":true}"#)
    }

    @Test(arguments: [
        "timestamp('0000-01-01T00:00:00Z')", "timestamp('10000-01-01T00:00:00Z')", "timestamp('2021-02-29T00:00:00Z')",
        "timestamp('2021-02-28 00:00:00Z')", "timestamp('2021-02-28T00:00:00')", "timestamp('2021-02-28T24:00:00Z')",
        "timestamp('0001-01-01T00:00:00Z') - duration('1ns')",
        "timestamp('9999-12-31T23:59:59.999999999Z') + duration('1ns')",
        "timestamp('9999-12-31T23:59:59Z') - timestamp('0001-01-01T00:00:00Z')", "duration('320000000000s')",
        "duration('1')", "duration('1d')", "duration('')", "duration('s')", "timestamp(0).getHours('Mars/Olympus')",
        "duration('9223372036s') + duration('9223372036s')", "timestamp(253402300800)",
    ])
    func `times out of range are errors`(text: String) {
        #expect(answer(text) == "error")
    }
}
