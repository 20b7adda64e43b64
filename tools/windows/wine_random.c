/* bcryptprimitives.dll for Wine 8, which has none: random bytes for libraries written in Rust. */

#include <windows.h>

/* RtlGenRandom under the name that advapi32 exports. */
BOOLEAN NTAPI SystemFunction036(PVOID bytes, ULONG length);

static const SIZE_T AT_ONCE = 0x1000000;

__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE bytes, SIZE_T length) {
    while (length > 0) {
        ULONG part = (ULONG)(length > AT_ONCE ? AT_ONCE : length);
        if (!SystemFunction036(bytes, part))
            return FALSE;
        bytes += part;
        length -= part;
    }
    return TRUE;
}
