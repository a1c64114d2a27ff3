#include "CRE2.h"

#include <new>
#include <re2/re2.h>

struct cre2_pattern {
    RE2 compiled;

    cre2_pattern(const re2::StringPiece &text, const RE2::Options &options) : compiled(text, options) {}
};

static RE2::Options quiet_options(int64_t memory_limit) {
    RE2::Options options;
    options.set_log_errors(false);
    options.set_never_capture(true);
    options.set_max_mem(memory_limit);
    return options;
}

extern "C" cre2_pattern *cre2_compile(const char *text, size_t length, int64_t memory_limit) {
    return new (std::nothrow) cre2_pattern(re2::StringPiece(text, length), quiet_options(memory_limit));
}

extern "C" const char *cre2_error(const cre2_pattern *pattern) {
    return pattern->compiled.ok() ? nullptr : pattern->compiled.error().c_str();
}

extern "C" bool cre2_matches(const cre2_pattern *pattern, const char *text, size_t length) {
    return pattern->compiled.Match(re2::StringPiece(text, length), 0, length, RE2::UNANCHORED, nullptr, 0);
}

extern "C" int cre2_program_size(const cre2_pattern *pattern) { return pattern->compiled.ProgramSize(); }

extern "C" void cre2_free(cre2_pattern *pattern) { delete pattern; }
