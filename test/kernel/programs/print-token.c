/* print-token: prints the word that it was built with, and ends with a status of its own. */
#include <stdio.h>

#ifndef TOKEN
#define TOKEN "none"
#endif

int main(void) {
	puts(TOKEN);
	return 7;
}
