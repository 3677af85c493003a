/* Makes the image that the executable starts from. Part of it only because pointers into it are in the image. */
#ifndef QJS_LOAD_H
#define QJS_LOAD_H

#include <quickjs.h>

/*
 * Loads the bytecode in the file words[1], and saves the image to words[2]; prints how many blocks it has. Without words[2] it only
 * does the latter. Returns an exit status.
 */
int make_image(int count, char **words);

/* Prints what was thrown and nobody caught: a bug, or memory that is used up. */
void report_exception(JSContext *context);

#endif
