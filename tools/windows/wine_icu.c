/* icuuc.dll for Wine 8, which has none; Windows 10 has. Qt6Core links to it. No converter is ever
   found here, and Qt goes on with its own. */

#define EXPORTED __declspec(dllexport)

/* U_FILE_ACCESS_ERROR of ICU: the data for this converter is not there. */
static const int NOT_THERE = 4;

static void fail(int *error) {
    if (error)
        *error = NOT_THERE;
}

EXPORTED void *ucnv_open(const char *name, int *error) { fail(error); return 0; }
EXPORTED const char *ucnv_getName(void *converter, int *error) { fail(error); return 0; }
EXPORTED const char *ucnv_getStandardName(const char *name, const char *standard, int *error) { return 0; }
EXPORTED const char *ucnv_getAvailableName(int number) { return 0; }
EXPORTED int ucnv_countAvailable(void) { return 0; }
EXPORTED signed char ucnv_getMaxCharSize(void *converter) { return 1; }
EXPORTED int ucnv_toUCountPending(void *converter, int *error) { return 0; }
EXPORTED int ucnv_fromUCountPending(void *converter, int *error) { return 0; }

/* Nobody has a converter to call these with. */
EXPORTED void ucnv_close(void *converter) {}
EXPORTED void ucnv_reset(void *converter) {}
EXPORTED void UCNV_FROM_U_CALLBACK_SUBSTITUTE(void) {}
EXPORTED void UCNV_TO_U_CALLBACK_SUBSTITUTE(void) {}
EXPORTED void ucnv_getToUCallBack(void) {}
EXPORTED void ucnv_getFromUCallBack(void) {}
EXPORTED void ucnv_setToUCallBack(void) {}
EXPORTED void ucnv_setFromUCallBack(void) {}
EXPORTED void ucnv_cbToUWriteUChars(void) {}
EXPORTED void ucnv_cbFromUWriteUChars(void) {}
EXPORTED void ucnv_toUnicode(void) {}
EXPORTED void ucnv_fromUnicode(void) {}
