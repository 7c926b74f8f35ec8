#define _XOPEN_SOURCE 700
#include "include/width.h"

#include <wchar.h>

int zt_wcwidth(unsigned int scalar) { return wcwidth((wchar_t)scalar); }
