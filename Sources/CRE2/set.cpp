#include "CRE2.h"

#include <algorithm>
#include <memory>
#include <mutex>
#include <new>
#include <re2/re2.h>
#include <re2/set.h>
#include <string>
#include <vector>

static RE2::Options set_options(int64_t memory_limit) {
    RE2::Options options;
    options.set_log_errors(false);
    options.set_never_capture(true);
    options.set_max_mem(memory_limit);
    return options;
}

struct cre2_set {
    RE2::Set together;
    bool works = false;
    std::vector<std::string> texts;
    // The same patterns for matching one by one; compiled when first needed.
    mutable std::once_flag once;
    mutable std::vector<std::unique_ptr<RE2>> singles;

    explicit cre2_set(int64_t memory_limit) : together(set_options(memory_limit), RE2::UNANCHORED) {}

    void match_singly(const re2::StringPiece &text, std::vector<int> &found) const {
        std::call_once(once, [this] {
            for (const auto &pattern : texts) singles.push_back(std::make_unique<RE2>(pattern, set_options(1 << 20)));
        });
        for (size_t number = 0; number < singles.size(); number++) {
            if (RE2::PartialMatch(text, *singles[number])) found.push_back(static_cast<int>(number));
        }
    }
};

extern "C" cre2_set *cre2_set_new(int64_t memory_limit) { return new (std::nothrow) cre2_set(memory_limit); }

extern "C" int cre2_set_add(cre2_set *set, const char *text, size_t length) {
    int number = set->together.Add(re2::StringPiece(text, length), nullptr);
    if (number >= 0) set->texts.emplace_back(text, length);
    return number;
}

extern "C" void cre2_set_compile(cre2_set *set) { set->works = set->together.Compile(); }

extern "C" size_t cre2_set_match(const cre2_set *set, const char *text, size_t length, int *numbers, size_t most) {
    re2::StringPiece piece(text, length);
    std::vector<int> found;
    RE2::Set::ErrorInfo error{RE2::Set::kNoError};
    bool matched = set->works && set->together.Match(piece, &found, &error);
    if (!set->works || (!matched && error.kind != RE2::Set::kNoError)) {
        found.clear();
        set->match_singly(piece, found);
    }
    std::sort(found.begin(), found.end());
    std::copy_n(found.begin(), std::min(found.size(), most), numbers);
    return found.size();
}

extern "C" void cre2_set_free(cre2_set *set) { delete set; }
