/*
 * The engine's memory, made when the executable is built and part of it. All that the engine does to begin with, and all
 * that the program does when it is loaded, has been done by then: a run begins where the build left off, and only what it
 * touches is read.
 *
 * The executable is linked at fixed addresses, so that pointers into it and into the memory stay good.
 */
#ifndef QJS_IMAGE_H
#define QJS_IMAGE_H

#include <quickjs.h>
#include <stdbool.h>

struct image {
	/* Set in what the build saves. */
	bool ready;
	JSRuntime *runtime;
	JSContext *context;
	/* What is called with the words of the command line. */
	JSValue program;
	JSValue uint8_array;
	JSClassID names_class;
};

/* This, and the memory behind it, is what is saved. */
extern struct image image;

/* Memory of the image before it is saved; from then on of the process, for small blocks also what the image has no use for any more. */
extern const JSMallocFunctions image_memory;

/* Writes the image to a file, ready. 0 or -errno. */
int save_image(const char *path);

/* How much of the image is in use: what the build defines as IMAGE_BLOCKS. */
size_t image_blocks(void);

#endif
