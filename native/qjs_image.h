/*
 * The engine's memory, made when the executable is built and part of it. All that the engine does to begin with, and all
 * that the program does when it is loaded, has been done by then: a run begins where the build left off, and only what it
 * touches is read.
 *
 * The executable is linked at fixed addresses, so that pointers into it and into the memory stay good.
 *
 * The build loads the program twice, in the same steps. The first time it learns which blocks of memory are still in use at the end,
 * and the second time only those are part of the image, one behind the other. Those that have nothing but zeros then need no place in
 * the file.
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

/* Of the image before it is saved; from then on of the process. */
extern const JSMallocFunctions image_memory;

/*
 * Loads the bytecode in the file words[1]. The first time, writes to words[2] what becomes of each block, and prints what the second
 * executable is to be compiled with; that reads words[2], and saves the image to words[3]. Returns an exit status.
 */
int make_image(int count, char **words);

/* Memory while the image is made: as realloc(3), with a size of 0 as free(3). */
void *resize_in_image(void *pointer, size_t size);

/* Bytes that can be read from there on, for what is to be copied: 0 where this is no memory of the image. Nothing of it is ever freed. */
size_t room_in_image(const void *pointer);

#endif
