/// Columns of a scalar by libc's table; -1 for what cannot be printed.
///
/// glibc declares `wcwidth` only under `_XOPEN_SOURCE`, which Swift's own import does not set.
int zt_wcwidth(unsigned int scalar);
