#ifndef ZTRIAGE_DESCRIPTORS_H
#define ZTRIAGE_DESCRIPTORS_H

/// How many more files the process may open, counted up to `wanted`.
///
/// Raises the limit as far as that needs and the system allows.
int zt_free_descriptors(int wanted);

#endif
