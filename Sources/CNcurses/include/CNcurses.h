#ifndef C_NCURSES_H
#define C_NCURSES_H
#endif
