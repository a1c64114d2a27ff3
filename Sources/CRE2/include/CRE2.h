#ifndef C_RE2_H
#define C_RE2_H
#endif
