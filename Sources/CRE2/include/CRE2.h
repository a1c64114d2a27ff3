// RE2 behind a C interface: patterns that match in time linear in the text, whatever the pattern.
#ifndef CRE2_H
#define CRE2_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct cre2_pattern cre2_pattern;

// Compiles `text`; NULL when memory is short. `memory_limit` bounds program and automaton, in bytes.
// A pattern that does not parse is returned too: ask cre2_error, then free it.
cre2_pattern *cre2_compile(const char *text, size_t length, int64_t memory_limit);

// Why the pattern does not work, NUL-terminated and owned by the pattern; NULL when it works.
const char *cre2_error(const cre2_pattern *pattern);

// Whether the pattern matches anywhere in `text`. Safe to call from several threads at once.
bool cre2_matches(const cre2_pattern *pattern, const char *text, size_t length);

// Instructions in the compiled program: how dear one byte of text is, at worst.
int cre2_program_size(const cre2_pattern *pattern);

void cre2_free(cre2_pattern *pattern);

// Many patterns asked at once, in one pass over the text.
typedef struct cre2_set cre2_set;

// An empty set; NULL when memory is short. `memory_limit` bounds its program and automaton, in bytes.
cre2_set *cre2_set_new(int64_t memory_limit);

// Adds a pattern; its number, from 0, or -1 when it does not parse.
int cre2_set_add(cre2_set *set, const char *text, size_t length);

// To be called once, after the last pattern and before the first match.
void cre2_set_compile(cre2_set *set);

// Writes the numbers of at most `most` patterns that match anywhere in `text`, in order, and returns how many there
// are in all. Where the automaton would outgrow its memory the patterns are asked one by one. Safe to call from
// several threads at once.
size_t cre2_set_match(const cre2_set *set, const char *text, size_t length, int *numbers, size_t most);

void cre2_set_free(cre2_set *set);

#ifdef __cplusplus
}
#endif
#endif
