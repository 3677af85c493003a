/* Uses tbase. */
#include "lab.h"

void lab_base(void);

static int begin(void) {
	lab_base();
	return 0;
}

MODULE(begin, end_well);
