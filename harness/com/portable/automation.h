// BSTR, VARIANT and SAFEARRAY outside Windows: the layouts of 64-bit Windows and the functions of its
// oleaut32, with the same meaning and the same result codes. All functions are safe to call from any thread;
// like their namesakes they do not guard one value against two threads. Memory comes from malloc and has no
// registry, so a value may be allocated in one module and freed in another. In builds without NDEBUG a freed
// BSTR is poisoned and freeing it again aborts.
#pragma once

#include "harness/com/portable/com_results.h"
#include "harness/com/portable/unknown.h"

namespace wbemcheck::portable {

using VARTYPE = std::uint16_t;
using VARIANT_BOOL = std::int16_t;  // VARIANT_TRUE is -1
using DATE = double;

inline constexpr VARIANT_BOOL VARIANT_TRUE = -1;
inline constexpr VARIANT_BOOL VARIANT_FALSE = 0;

enum VARENUM : std::uint32_t {
    VT_EMPTY = 0,
    VT_NULL = 1,
    VT_I2 = 2,
    VT_I4 = 3,
    VT_R4 = 4,
    VT_R8 = 5,
    VT_CY = 6,
    VT_DATE = 7,
    VT_BSTR = 8,
    VT_DISPATCH = 9,
    VT_ERROR = 10,
    VT_BOOL = 11,
    VT_VARIANT = 12,
    VT_UNKNOWN = 13,
    VT_DECIMAL = 14,
    VT_I1 = 16,
    VT_UI1 = 17,
    VT_UI2 = 18,
    VT_UI4 = 19,
    VT_I8 = 20,
    VT_UI8 = 21,
    VT_INT = 22,
    VT_UINT = 23,
    VT_RECORD = 36,
    VT_ARRAY = 0x2000,
    VT_BYREF = 0x4000,
    VT_TYPEMASK = 0xFFF,
};

struct IDispatch;    // never called here; a VT_DISPATCH value is held through its IUnknown slots
struct IRecordInfo;  // never called here
struct VARIANT;

union CY {
    LONGLONG int64;
};

struct SAFEARRAYBOUND {
    ULONG cElements;
    LONG lLbound;
};

inline constexpr USHORT FADF_AUTO = 0x1;
inline constexpr USHORT FADF_STATIC = 0x2;
inline constexpr USHORT FADF_EMBEDDED = 0x4;
inline constexpr USHORT FADF_FIXEDSIZE = 0x10;
inline constexpr USHORT FADF_RECORD = 0x20;
inline constexpr USHORT FADF_HAVEIID = 0x40;
inline constexpr USHORT FADF_HAVEVARTYPE = 0x80;
inline constexpr USHORT FADF_BSTR = 0x100;
inline constexpr USHORT FADF_UNKNOWN = 0x200;
inline constexpr USHORT FADF_DISPATCH = 0x400;
inline constexpr USHORT FADF_VARIANT = 0x800;

struct SAFEARRAY {
    USHORT cDims;
    USHORT fFeatures;
    ULONG cbElements;
    ULONG cLocks;
    PVOID pvData;
    SAFEARRAYBOUND rgsabound[1];  // as many as cDims, the last dimension first
};

struct BRECORD {
    PVOID pvRecord;
    IRecordInfo* pRecInfo;
};

// The members have the SDK's names. `decVal` is missing: it overlays the whole struct and WMI has no decimal.
struct VARIANT {
    VARTYPE vt;
    WORD wReserved1;
    WORD wReserved2;
    WORD wReserved3;
    union {
        LONGLONG llVal;
        LONG lVal;
        BYTE bVal;
        SHORT iVal;
        FLOAT fltVal;
        DOUBLE dblVal;
        VARIANT_BOOL boolVal;
        SCODE scode;
        CY cyVal;
        DATE date;
        BSTR bstrVal;
        IUnknown* punkVal;
        IDispatch* pdispVal;
        SAFEARRAY* parray;
        BYTE* pbVal;
        SHORT* piVal;
        LONG* plVal;
        LONGLONG* pllVal;
        FLOAT* pfltVal;
        DOUBLE* pdblVal;
        VARIANT_BOOL* pboolVal;
        SCODE* pscode;
        CY* pcyVal;
        DATE* pdate;
        BSTR* pbstrVal;
        IUnknown** ppunkVal;
        IDispatch** ppdispVal;
        SAFEARRAY** pparray;
        VARIANT* pvarVal;
        PVOID byref;
        CHAR cVal;
        USHORT uiVal;
        ULONG ulVal;
        ULONGLONG ullVal;
        INT intVal;
        UINT uintVal;
        CHAR* pcVal;
        USHORT* puiVal;
        ULONG* pulVal;
        ULONGLONG* pullVal;
        INT* pintVal;
        UINT* puintVal;
        BRECORD brecVal;
    };
};

using VARIANTARG = VARIANT;

static_assert(sizeof(void*) != 8 || (sizeof(VARIANT) == 24 && alignof(VARIANT) == 8));
static_assert(sizeof(void*) != 8 || (sizeof(SAFEARRAY) == 32 && alignof(SAFEARRAY) == 8));

// BSTR. The allocating functions return NULL (the Re ones FALSE) when memory is short, and never throw. The
// caller owns what they return. A NULL source makes a NULL string, except where a length is given: then the
// characters are zero.
[[nodiscard]] BSTR SysAllocString(const OLECHAR* text) noexcept;
[[nodiscard]] BSTR SysAllocStringLen(const OLECHAR* text, UINT length) noexcept;
[[nodiscard]] BSTR SysAllocStringByteLen(LPCSTR bytes, UINT length) noexcept;
// Replace `*string`, which is left as it is on failure; `text` may point into it.
INT SysReAllocString(BSTR* string, const OLECHAR* text) noexcept;
INT SysReAllocStringLen(BSTR* string, const OLECHAR* text, UINT length) noexcept;
void SysFreeString(BSTR string) noexcept;  // NULL does nothing
// From watch to unwatch SysFreeString leaves the string alone; unwatch says whether it was asked to free it.
void watch_bstr(BSTR string) noexcept;
[[nodiscard]] bool unwatch_bstr(BSTR string) noexcept;
[[nodiscard]] UINT SysStringLen(BSTR string) noexcept;  // in characters, without the terminator
[[nodiscard]] UINT SysStringByteLen(BSTR string) noexcept;

// VARIANT. Clear frees what the value owns (BSTR, SAFEARRAY, a reference) and leaves VT_EMPTY; a VT_BYREF
// value owns nothing. Copy duplicates what the source owns and clears the destination then.
// DISP_E_BADVARTYPE for a type that cannot be, DISP_E_ARRAYISLOCKED for a locked array; the destination is
// then unchanged.
inline constexpr USHORT VARIANT_NOVALUEPROP = 0x1;
inline constexpr USHORT VARIANT_ALPHABOOL = 0x2;

void VariantInit(VARIANT* value) noexcept;
HRESULT VariantClear(VARIANT* value) noexcept;
HRESULT VariantCopy(VARIANT* destination, VARIANT* source) noexcept;
// Between integers, VT_BOOL, reals and VT_BSTR, and from VT_EMPTY to any of them. Integers of the same width
// keep their bits: VT_I4 is how WMI passes a uint32. Reals round half to even. Text is read and written
// independent of the locale. DISP_E_OVERFLOW when the value does not fit, DISP_E_TYPEMISMATCH when there is
// no conversion; the destination is then unchanged. Source and destination may be the same.
HRESULT VariantChangeType(VARIANT* destination, VARIANT* source, USHORT flags, VARTYPE type) noexcept;

// What went wrong with a call, told by the thread that made it.
struct IErrorInfo : IUnknown {
    virtual HRESULT WBEMCHECK_COM_CALL GetGUID(GUID* interface_id) = 0;
    virtual HRESULT WBEMCHECK_COM_CALL GetSource(BSTR* source) = 0;
    virtual HRESULT WBEMCHECK_COM_CALL GetDescription(BSTR* description) = 0;
    virtual HRESULT WBEMCHECK_COM_CALL GetHelpFile(BSTR* file) = 0;
    virtual HRESULT WBEMCHECK_COM_CALL GetHelpContext(DWORD* context) = 0;

protected:
    ~IErrorInfo() = default;
};

inline constexpr IID IID_IErrorInfo = {
    0x1cf2b120, 0x547d, 0x101b, {0x8e, 0x65, 0x08, 0x00, 0x2b, 0x2b, 0xd1, 0x19}};
template <>
inline constexpr IID interface_id<IErrorInfo> = IID_IErrorInfo;

// One error object per thread. Set keeps a reference and lets go of the former object; NULL lets go only. Get
// hands the object over: S_FALSE and NULL when there is none, so that a second call gets none. `reserved` is
// 0.
HRESULT SetErrorInfo(ULONG reserved, IErrorInfo* info) noexcept;
HRESULT GetErrorInfo(ULONG reserved, IErrorInfo** info) noexcept;

// SAFEARRAY. An array owns its elements of type VT_BSTR, VT_UNKNOWN, VT_DISPATCH and VT_VARIANT: PutElement
// and Copy duplicate, GetElement gives the caller a duplicate of its own, Destroy and Redim free. PutElement
// takes the address of an element, but the pointer itself for VT_BSTR, VT_UNKNOWN and VT_DISPATCH. Elements
// start zeroed. Dimensions count from 1 at the left, and `indices` begin there; the leftmost one varies
// fastest in memory. A locked array can be neither destroyed nor resized.
[[nodiscard]] SAFEARRAY* SafeArrayCreate(VARTYPE type, UINT dimensions, SAFEARRAYBOUND* bounds) noexcept;
[[nodiscard]] SAFEARRAY* SafeArrayCreateVector(VARTYPE type, LONG lower_bound, ULONG count) noexcept;
HRESULT SafeArrayDestroy(SAFEARRAY* array) noexcept;  // NULL is S_OK
HRESULT SafeArrayLock(SAFEARRAY* array) noexcept;
HRESULT SafeArrayUnlock(SAFEARRAY* array) noexcept;
HRESULT SafeArrayAccessData(SAFEARRAY* array, void** data) noexcept;  // locks until SafeArrayUnaccessData
HRESULT SafeArrayUnaccessData(SAFEARRAY* array) noexcept;
[[nodiscard]] UINT SafeArrayGetDim(SAFEARRAY* array) noexcept;
[[nodiscard]] UINT SafeArrayGetElemsize(SAFEARRAY* array) noexcept;
HRESULT SafeArrayGetLBound(SAFEARRAY* array, UINT dimension, LONG* bound) noexcept;
HRESULT SafeArrayGetUBound(SAFEARRAY* array, UINT dimension, LONG* bound) noexcept;
HRESULT SafeArrayGetVartype(SAFEARRAY* array, VARTYPE* type) noexcept;
HRESULT SafeArrayGetElement(SAFEARRAY* array, LONG* indices, void* element) noexcept;
HRESULT SafeArrayPutElement(SAFEARRAY* array, LONG* indices, void* element) noexcept;
HRESULT SafeArrayPtrOfIndex(SAFEARRAY* array, LONG* indices, void** element) noexcept;
HRESULT SafeArrayCopy(SAFEARRAY* array, SAFEARRAY** copy) noexcept;
HRESULT SafeArrayRedim(SAFEARRAY* array, SAFEARRAYBOUND* bound) noexcept;  // the rightmost dimension

}  // namespace wbemcheck::portable
