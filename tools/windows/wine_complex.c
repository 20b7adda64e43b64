/* The complex functions of C99, of which Wine 8's ucrtbase.dll has only stubs that abort. numpy
   calls them. MSVC hands a pair of floats over in a register and a pair of doubles by reference,
   as GCC does structs of the same size; its `long double` is a double.

   wine_complex.py reads the names from the lists at the end. */

#include <complex.h>

#define EXPORTED __declspec(dllexport)

typedef struct { double real, imaginary; } Doubles;
typedef struct { float real, imaginary; } Floats;

static double _Complex from_doubles(Doubles pair) {
    double _Complex number;
    __real__ number = pair.real;
    __imag__ number = pair.imaginary;
    return number;
}

static float _Complex from_floats(Floats pair) {
    float _Complex number;
    __real__ number = pair.real;
    __imag__ number = pair.imaginary;
    return number;
}

static Doubles to_doubles(double _Complex number) {
    Doubles pair = {__real__ number, __imag__ number};
    return pair;
}

static Floats to_floats(float _Complex number) {
    Floats pair = {__real__ number, __imag__ number};
    return pair;
}

#define TO_COMPLEX(name)                                                                        \
    EXPORTED Doubles own_##name(Doubles a) { return to_doubles(name(from_doubles(a))); }        \
    EXPORTED Doubles own_##name##l(Doubles a) { return to_doubles(name(from_doubles(a))); }     \
    EXPORTED Floats own_##name##f(Floats a) { return to_floats(name##f(from_floats(a))); }

#define TO_REAL(name)                                                                           \
    EXPORTED double own_##name(Doubles a) { return name(from_doubles(a)); }                     \
    EXPORTED double own_##name##l(Doubles a) { return name(from_doubles(a)); }                  \
    EXPORTED float own_##name##f(Floats a) { return name##f(from_floats(a)); }

#define OF_TWO(name)                                                                            \
    EXPORTED Doubles own_##name(Doubles a, Doubles b) {                                         \
        return to_doubles(name(from_doubles(a), from_doubles(b)));                              \
    }                                                                                           \
    EXPORTED Doubles own_##name##l(Doubles a, Doubles b) {                                      \
        return to_doubles(name(from_doubles(a), from_doubles(b)));                              \
    }                                                                                           \
    EXPORTED Floats own_##name##f(Floats a, Floats b) {                                         \
        return to_floats(name##f(from_floats(a), from_floats(b)));                              \
    }

TO_COMPLEX(cacos)
TO_COMPLEX(cacosh)
TO_COMPLEX(casin)
TO_COMPLEX(casinh)
TO_COMPLEX(catan)
TO_COMPLEX(catanh)
TO_COMPLEX(ccos)
TO_COMPLEX(ccosh)
TO_COMPLEX(cexp)
TO_COMPLEX(clog)
TO_COMPLEX(conj)
TO_COMPLEX(cproj)
TO_COMPLEX(csin)
TO_COMPLEX(csinh)
TO_COMPLEX(csqrt)
TO_COMPLEX(ctan)
TO_COMPLEX(ctanh)
TO_REAL(cabs)
TO_REAL(carg)
TO_REAL(cimag)
TO_REAL(creal)
OF_TWO(cpow)
