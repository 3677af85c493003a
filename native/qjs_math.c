/*
 * Functions of <math.h> that the engine's Math object names and the program does not use: with those of libm the executable would
 * be 280 kB larger, because each is there for several generations of processors.
 */
#include <stdlib.h>

#define UNUSED(name)              \
	double name(double number) \
	{                          \
		(void)number;      \
		abort();           \
	}

#define EACH(use)                                                                                        \
	use(acos) use(acosh) use(asin) use(asinh) use(atan) use(atanh) use(cbrt) use(cos) use(cosh) use(exp) \
	use(expm1) use(log) use(log10) use(log1p) use(log2) use(sin) use(sinh) use(tan) use(tanh)

EACH(UNUSED)

double atan2(double y, double x);

double atan2(double y, double x)
{
	(void)y;
	(void)x;
	abort();
}
