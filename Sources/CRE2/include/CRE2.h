// A C interface to RE2, whose patterns match in time linear in the text.
#ifndef CRE2_H
#define CRE2_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct cre2_pattern cre2_pattern;

// Compiles `text`; NULL if there is not enough memory. `memory_limit` bounds program and automaton, in bytes.
// An invalid pattern is returned too: get the reason with cre2_error, then free it.
cre2_pattern *cre2_compile(const char *text, size_t length, int64_t memory_limit);

// Why the pattern is invalid, NUL-terminated and owned by the pattern; NULL if it is valid.
const char *cre2_error(const cre2_pattern *pattern);

// Whether the pattern matches anywhere in `text`. Safe to call from several threads at once.
bool cre2_matches(const cre2_pattern *pattern, const char *text, size_t length);

// The number of instructions in the compiled program, which bounds the cost of each byte of text.
int cre2_program_size(const cre2_pattern *pattern);

void cre2_free(cre2_pattern *pattern);

// A set of patterns that are matched together in one pass over the text.
typedef struct cre2_set cre2_set;

// An empty set; NULL if there is not enough memory. `memory_limit` bounds its program and automaton, in bytes.
cre2_set *cre2_set_new(int64_t memory_limit);

// Adds a pattern and returns its number, from 0, or -1 if it is invalid.
int cre2_set_add(cre2_set *set, const char *text, size_t length);

// Must be called once, after the last pattern and before the first match.
void cre2_set_compile(cre2_set *set);

// Writes the numbers of the matching patterns in order, at most `most`, and returns how many match in total. If the
// automaton would exceed its memory, the patterns are matched one by one. Safe to call from several threads at once.
size_t cre2_set_match(const cre2_set *set, const char *text, size_t length, int *numbers, size_t most);

void cre2_set_free(cre2_set *set);

#ifdef __cplusplus
}
#endif
#endif
