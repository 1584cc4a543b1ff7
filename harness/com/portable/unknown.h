// IUnknown and IClassFactory. What holds for every interface here and in the headers beside this one: IID,
// order of the methods and signatures are the system's; the destructor is protected and not virtual, so it
// takes no slot; methods are not noexcept because the system's are not, implementations are.
#pragma once

#include "harness/com/portable/guid.h"

namespace wbemcheck::portable {

struct IUnknown {
    // `*object` is NULL on failure. E_NOINTERFACE for an interface that the object does not have.
    virtual HRESULT WBEMCHECK_COM_CALL QueryInterface(REFIID iid, void** object) = 0;
    // Both return the count afterwards, which is good for diagnosis only.
    virtual ULONG WBEMCHECK_COM_CALL AddRef() = 0;
    virtual ULONG WBEMCHECK_COM_CALL Release() = 0;

protected:
    ~IUnknown() = default;
};

struct IClassFactory : IUnknown {
    virtual HRESULT WBEMCHECK_COM_CALL CreateInstance(IUnknown* outer, REFIID iid, void** object) = 0;
    virtual HRESULT WBEMCHECK_COM_CALL LockServer(BOOL lock) = 0;

protected:
    ~IClassFactory() = default;
};

inline constexpr IID IID_IUnknown = {0x00000000, 0x0000, 0x0000, {0xC0, 0, 0, 0, 0, 0, 0, 0x46}};
template <>
inline constexpr IID interface_id<IUnknown> = IID_IUnknown;

inline constexpr IID IID_IClassFactory = {0x00000001, 0x0000, 0x0000, {0xC0, 0, 0, 0, 0, 0, 0, 0x46}};
template <>
inline constexpr IID interface_id<IClassFactory> = IID_IClassFactory;

}  // namespace wbemcheck::portable
