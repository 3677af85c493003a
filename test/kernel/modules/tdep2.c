/* Uses tbase, and is used by ttop. */
#include "lab.h"

void lab_base(void);

void lab_dep2(void) { lab_base(); }
EXPORT(lab_dep2);

MODULE(begin_well, end_well);
