/* Makes the image that the executable starts from. Part of it only because pointers into it are in the image. */
#ifndef QJS_LOAD_H
#define QJS_LOAD_H

#include <quickjs.h>

/*
 * Loads the bytecode in the file words[1]. The first time, writes to words[2] what the second one has to know; that, with a third word, saves
 * the image there. Returns an exit status.
 */
int make_image(int count, char **words);

/* Prints what was thrown and nobody caught: a bug, or memory that is used up. */
void report_exception(JSContext *context);

#endif
