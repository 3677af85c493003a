/* The program: loading it, which is done when the executable is built, and running it. */
#ifndef QJS_LOAD_H
#define QJS_LOAD_H

#include <quickjs.h>
#include <stdbool.h>

/* Makes the engine and loads the bytecode in a file. */
bool load_program(const char *path);

/* Calls it with a command line, the name of the program first. Returns the exit status. */
int run_program(int count, char **words);

/* Prints what was thrown and nobody caught: a bug, or memory that is used up. */
void report_exception(JSContext *context);

#endif
