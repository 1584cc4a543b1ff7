// The interfaces that clients of WBEM use, outside Windows (wbemcli.h there): same IIDs, same order of
// methods, same signatures (contract, sections 4.5 and 5). Ownership is COM's: [in] arguments stay the
// caller's, a pointer that the callee keeps is retained by the callee, what comes out of an [out] pointer is
// the caller's to release or free. The async methods and the callbacks of a sink may come on any thread.
#pragma once

#include "harness/com/portable/automation.h"
#include "harness/com/portable/wbem_constants.h"

namespace wbemcheck::portable {

struct IEnumWbemClassObject;
struct IWbemCallResult;
struct IWbemClassObject;
struct IWbemContext;
struct IWbemObjectSink;
struct IWbemServices;

struct IWbemQualifierSet : IUnknown {
    virtual HRESULT WBEMCHECK_COM_CALL Get(LPCWSTR name, LONG flags, VARIANT* value, LONG* flavor) = 0;
    virtual HRESULT WBEMCHECK_COM_CALL Put(LPCWSTR name, VARIANT* value, LONG flavor) = 0;
    virtual HRESULT WBEMCHECK_COM_CALL Delete(LPCWSTR name) = 0;
    virtual HRESULT WBEMCHECK_COM_CALL GetNames(LONG flags, SAFEARRAY** names) = 0;
    virtual HRESULT WBEMCHECK_COM_CALL BeginEnumeration(LONG flags) = 0;
    virtual HRESULT WBEMCHECK_COM_CALL Next(LONG flags, BSTR* name, VARIANT* value, LONG* flavor) = 0;
    virtual HRESULT WBEMCHECK_COM_CALL EndEnumeration() = 0;

protected:
    ~IWbemQualifierSet() = default;
};

inline constexpr IID IID_IWbemQualifierSet = {
    0xdc12a680, 0x737f, 0x11cf, {0x88, 0x4d, 0x00, 0xaa, 0x00, 0x4b, 0x2e, 0x24}};
template <>
inline constexpr IID interface_id<IWbemQualifierSet> = IID_IWbemQualifierSet;

// A class or an instance. Not safe for two threads at once: whoever shares one clones it.
struct IWbemClassObject : IUnknown {
    virtual HRESULT WBEMCHECK_COM_CALL GetQualifierSet(IWbemQualifierSet** qualifiers) = 0;
    virtual HRESULT WBEMCHECK_COM_CALL Get(LPCWSTR name, LONG flags, VARIANT* value, CIMTYPE* type,
                                           LONG* flavor) = 0;
    virtual HRESULT WBEMCHECK_COM_CALL Put(LPCWSTR name, LONG flags, VARIANT* value, CIMTYPE type) = 0;
    virtual HRESULT WBEMCHECK_COM_CALL Delete(LPCWSTR name) = 0;
    virtual HRESULT WBEMCHECK_COM_CALL GetNames(LPCWSTR qualifier_name, LONG flags, VARIANT* qualifier_value,
                                                SAFEARRAY** names) = 0;
    virtual HRESULT WBEMCHECK_COM_CALL BeginEnumeration(LONG flags) = 0;
    virtual HRESULT WBEMCHECK_COM_CALL Next(LONG flags, BSTR* name, VARIANT* value, CIMTYPE* type,
                                            LONG* flavor) = 0;
    virtual HRESULT WBEMCHECK_COM_CALL EndEnumeration() = 0;
    virtual HRESULT WBEMCHECK_COM_CALL GetPropertyQualifierSet(LPCWSTR property,
                                                               IWbemQualifierSet** qualifiers) = 0;
    virtual HRESULT WBEMCHECK_COM_CALL Clone(IWbemClassObject** copy) = 0;
    virtual HRESULT WBEMCHECK_COM_CALL GetObjectText(LONG flags, BSTR* text) = 0;
    virtual HRESULT WBEMCHECK_COM_CALL SpawnDerivedClass(LONG flags, IWbemClassObject** new_class) = 0;
    virtual HRESULT WBEMCHECK_COM_CALL SpawnInstance(LONG flags, IWbemClassObject** new_instance) = 0;
    virtual HRESULT WBEMCHECK_COM_CALL CompareTo(LONG flags, IWbemClassObject* other) = 0;
    virtual HRESULT WBEMCHECK_COM_CALL GetPropertyOrigin(LPCWSTR name, BSTR* class_name) = 0;
    virtual HRESULT WBEMCHECK_COM_CALL InheritsFrom(LPCWSTR ancestor) = 0;
    virtual HRESULT WBEMCHECK_COM_CALL GetMethod(LPCWSTR name, LONG flags, IWbemClassObject** in_signature,
                                                 IWbemClassObject** out_signature) = 0;
    virtual HRESULT WBEMCHECK_COM_CALL PutMethod(LPCWSTR name, LONG flags, IWbemClassObject* in_signature,
                                                 IWbemClassObject* out_signature) = 0;
    virtual HRESULT WBEMCHECK_COM_CALL DeleteMethod(LPCWSTR name) = 0;
    virtual HRESULT WBEMCHECK_COM_CALL BeginMethodEnumeration(LONG flags) = 0;
    virtual HRESULT WBEMCHECK_COM_CALL NextMethod(LONG flags, BSTR* name, IWbemClassObject** in_signature,
                                                  IWbemClassObject** out_signature) = 0;
    virtual HRESULT WBEMCHECK_COM_CALL EndMethodEnumeration() = 0;
    virtual HRESULT WBEMCHECK_COM_CALL GetMethodQualifierSet(LPCWSTR method,
                                                             IWbemQualifierSet** qualifiers) = 0;
    virtual HRESULT WBEMCHECK_COM_CALL GetMethodOrigin(LPCWSTR method, BSTR* class_name) = 0;

protected:
    ~IWbemClassObject() = default;
};

inline constexpr IID IID_IWbemClassObject = {
    0xdc12a681, 0x737f, 0x11cf, {0x88, 0x4d, 0x00, 0xaa, 0x00, 0x4b, 0x2e, 0x24}};
template <>
inline constexpr IID interface_id<IWbemClassObject> = IID_IWbemClassObject;

// What a client hands in and a service calls back. The `objects` array and its elements are the caller's.
struct IWbemObjectSink : IUnknown {
    virtual HRESULT WBEMCHECK_COM_CALL Indicate(LONG count, IWbemClassObject** objects) = 0;
    virtual HRESULT WBEMCHECK_COM_CALL SetStatus(LONG flags, HRESULT result, BSTR text,
                                                 IWbemClassObject* object) = 0;

protected:
    ~IWbemObjectSink() = default;
};

inline constexpr IID IID_IWbemObjectSink = {
    0x7c857801, 0x7381, 0x11cf, {0x88, 0x4d, 0x00, 0xaa, 0x00, 0x4b, 0x2e, 0x24}};
template <>
inline constexpr IID interface_id<IWbemObjectSink> = IID_IWbemObjectSink;

struct IWbemObjectSinkEx : IWbemObjectSink {
    virtual HRESULT WBEMCHECK_COM_CALL WriteMessage(ULONG channel, const BSTR message) = 0;
    virtual HRESULT WBEMCHECK_COM_CALL WriteError(IWbemClassObject* error, BYTE* returned) = 0;
    virtual HRESULT WBEMCHECK_COM_CALL PromptUser(const BSTR message, BYTE prompt_type, BYTE* returned) = 0;
    virtual HRESULT WBEMCHECK_COM_CALL WriteProgress(const BSTR activity, const BSTR current_operation,
                                                     const BSTR status_description, ULONG percent_complete,
                                                     ULONG seconds_remaining) = 0;
    virtual HRESULT WBEMCHECK_COM_CALL WriteStreamParameter(const BSTR name, VARIANT* value, ULONG type,
                                                            ULONG flags) = 0;

protected:
    ~IWbemObjectSinkEx() = default;
};

inline constexpr IID IID_IWbemObjectSinkEx = {
    0xe7d35cfa, 0x348b, 0x485e, {0xb5, 0x24, 0x25, 0x27, 0x25, 0xd6, 0x97, 0xca}};
template <>
inline constexpr IID interface_id<IWbemObjectSinkEx> = IID_IWbemObjectSinkEx;

struct IEnumWbemClassObject : IUnknown {
    virtual HRESULT WBEMCHECK_COM_CALL Reset() = 0;
    virtual HRESULT WBEMCHECK_COM_CALL Next(LONG timeout, ULONG count, IWbemClassObject** objects,
                                            ULONG* returned) = 0;
    virtual HRESULT WBEMCHECK_COM_CALL NextAsync(ULONG count, IWbemObjectSink* sink) = 0;
    virtual HRESULT WBEMCHECK_COM_CALL Clone(IEnumWbemClassObject** enumerator) = 0;
    virtual HRESULT WBEMCHECK_COM_CALL Skip(LONG timeout, ULONG count) = 0;

protected:
    ~IEnumWbemClassObject() = default;
};

inline constexpr IID IID_IEnumWbemClassObject = {
    0x027947e1, 0xd731, 0x11ce, {0xa3, 0x57, 0x00, 0x00, 0x00, 0x00, 0x00, 0x01}};
template <>
inline constexpr IID interface_id<IEnumWbemClassObject> = IID_IEnumWbemClassObject;

// The outcome of a semisynchronous call.
struct IWbemCallResult : IUnknown {
    virtual HRESULT WBEMCHECK_COM_CALL GetResultObject(LONG timeout, IWbemClassObject** object) = 0;
    virtual HRESULT WBEMCHECK_COM_CALL GetResultString(LONG timeout, BSTR* text) = 0;
    virtual HRESULT WBEMCHECK_COM_CALL GetResultServices(LONG timeout, IWbemServices** services) = 0;
    virtual HRESULT WBEMCHECK_COM_CALL GetCallStatus(LONG timeout, LONG* status) = 0;

protected:
    ~IWbemCallResult() = default;
};

inline constexpr IID IID_IWbemCallResult = {
    0x44aca675, 0xe8fc, 0x11d0, {0xa0, 0x7c, 0x00, 0xc0, 0x4f, 0xb6, 0x88, 0x20}};
template <>
inline constexpr IID interface_id<IWbemCallResult> = IID_IWbemCallResult;

struct IWbemContext : IUnknown {
    virtual HRESULT WBEMCHECK_COM_CALL Clone(IWbemContext** copy) = 0;
    virtual HRESULT WBEMCHECK_COM_CALL GetNames(LONG flags, SAFEARRAY** names) = 0;
    virtual HRESULT WBEMCHECK_COM_CALL BeginEnumeration(LONG flags) = 0;
    virtual HRESULT WBEMCHECK_COM_CALL Next(LONG flags, BSTR* name, VARIANT* value) = 0;
    virtual HRESULT WBEMCHECK_COM_CALL EndEnumeration() = 0;
    virtual HRESULT WBEMCHECK_COM_CALL SetValue(LPCWSTR name, LONG flags, VARIANT* value) = 0;
    virtual HRESULT WBEMCHECK_COM_CALL GetValue(LPCWSTR name, LONG flags, VARIANT* value) = 0;
    virtual HRESULT WBEMCHECK_COM_CALL DeleteValue(LPCWSTR name, LONG flags) = 0;
    virtual HRESULT WBEMCHECK_COM_CALL DeleteAll() = 0;

protected:
    ~IWbemContext() = default;
};

inline constexpr IID IID_IWbemContext = {
    0x44aca674, 0xe8fc, 0x11d0, {0xa0, 0x7c, 0x00, 0xc0, 0x4f, 0xb6, 0x88, 0x20}};
template <>
inline constexpr IID interface_id<IWbemContext> = IID_IWbemContext;

// A namespace. Safe to call from any thread.
struct IWbemServices : IUnknown {
    virtual HRESULT WBEMCHECK_COM_CALL OpenNamespace(const BSTR namespace_path, LONG flags,
                                                     IWbemContext* context, IWbemServices** services,
                                                     IWbemCallResult** call_result) = 0;
    virtual HRESULT WBEMCHECK_COM_CALL CancelAsyncCall(IWbemObjectSink* sink) = 0;
    virtual HRESULT WBEMCHECK_COM_CALL QueryObjectSink(LONG flags, IWbemObjectSink** sink) = 0;
    virtual HRESULT WBEMCHECK_COM_CALL GetObject(const BSTR object_path, LONG flags, IWbemContext* context,
                                                 IWbemClassObject** object,
                                                 IWbemCallResult** call_result) = 0;
    virtual HRESULT WBEMCHECK_COM_CALL GetObjectAsync(const BSTR object_path, LONG flags,
                                                      IWbemContext* context, IWbemObjectSink* sink) = 0;
    virtual HRESULT WBEMCHECK_COM_CALL PutClass(IWbemClassObject* object, LONG flags, IWbemContext* context,
                                                IWbemCallResult** call_result) = 0;
    virtual HRESULT WBEMCHECK_COM_CALL PutClassAsync(IWbemClassObject* object, LONG flags,
                                                     IWbemContext* context, IWbemObjectSink* sink) = 0;
    virtual HRESULT WBEMCHECK_COM_CALL DeleteClass(const BSTR class_name, LONG flags, IWbemContext* context,
                                                   IWbemCallResult** call_result) = 0;
    virtual HRESULT WBEMCHECK_COM_CALL DeleteClassAsync(const BSTR class_name, LONG flags,
                                                        IWbemContext* context, IWbemObjectSink* sink) = 0;
    virtual HRESULT WBEMCHECK_COM_CALL CreateClassEnum(const BSTR superclass, LONG flags,
                                                       IWbemContext* context,
                                                       IEnumWbemClassObject** enumerator) = 0;
    virtual HRESULT WBEMCHECK_COM_CALL CreateClassEnumAsync(const BSTR superclass, LONG flags,
                                                            IWbemContext* context, IWbemObjectSink* sink) = 0;
    virtual HRESULT WBEMCHECK_COM_CALL PutInstance(IWbemClassObject* instance, LONG flags,
                                                   IWbemContext* context, IWbemCallResult** call_result) = 0;
    virtual HRESULT WBEMCHECK_COM_CALL PutInstanceAsync(IWbemClassObject* instance, LONG flags,
                                                        IWbemContext* context, IWbemObjectSink* sink) = 0;
    virtual HRESULT WBEMCHECK_COM_CALL DeleteInstance(const BSTR object_path, LONG flags,
                                                      IWbemContext* context,
                                                      IWbemCallResult** call_result) = 0;
    virtual HRESULT WBEMCHECK_COM_CALL DeleteInstanceAsync(const BSTR object_path, LONG flags,
                                                           IWbemContext* context, IWbemObjectSink* sink) = 0;
    virtual HRESULT WBEMCHECK_COM_CALL CreateInstanceEnum(const BSTR class_name, LONG flags,
                                                          IWbemContext* context,
                                                          IEnumWbemClassObject** enumerator) = 0;
    virtual HRESULT WBEMCHECK_COM_CALL CreateInstanceEnumAsync(const BSTR class_name, LONG flags,
                                                               IWbemContext* context,
                                                               IWbemObjectSink* sink) = 0;
    virtual HRESULT WBEMCHECK_COM_CALL ExecQuery(const BSTR query_language, const BSTR query, LONG flags,
                                                 IWbemContext* context,
                                                 IEnumWbemClassObject** enumerator) = 0;
    virtual HRESULT WBEMCHECK_COM_CALL ExecQueryAsync(const BSTR query_language, const BSTR query, LONG flags,
                                                      IWbemContext* context, IWbemObjectSink* sink) = 0;
    virtual HRESULT WBEMCHECK_COM_CALL ExecNotificationQuery(const BSTR query_language, const BSTR query,
                                                             LONG flags, IWbemContext* context,
                                                             IEnumWbemClassObject** enumerator) = 0;
    virtual HRESULT WBEMCHECK_COM_CALL ExecNotificationQueryAsync(const BSTR query_language, const BSTR query,
                                                                  LONG flags, IWbemContext* context,
                                                                  IWbemObjectSink* sink) = 0;
    virtual HRESULT WBEMCHECK_COM_CALL ExecMethod(const BSTR object_path, const BSTR method, LONG flags,
                                                  IWbemContext* context, IWbemClassObject* in_params,
                                                  IWbemClassObject** out_params,
                                                  IWbemCallResult** call_result) = 0;
    virtual HRESULT WBEMCHECK_COM_CALL ExecMethodAsync(const BSTR object_path, const BSTR method, LONG flags,
                                                       IWbemContext* context, IWbemClassObject* in_params,
                                                       IWbemObjectSink* sink) = 0;

protected:
    ~IWbemServices() = default;
};

inline constexpr IID IID_IWbemServices = {
    0x9556dc99, 0x828c, 0x11cf, {0xa3, 0x7e, 0x00, 0xaa, 0x00, 0x32, 0x40, 0xc7}};
template <>
inline constexpr IID interface_id<IWbemServices> = IID_IWbemServices;

struct IWbemLocator : IUnknown {
    virtual HRESULT WBEMCHECK_COM_CALL ConnectServer(const BSTR network_resource, const BSTR user,
                                                     const BSTR password, const BSTR locale,
                                                     LONG security_flags, const BSTR authority,
                                                     IWbemContext* context, IWbemServices** services) = 0;

protected:
    ~IWbemLocator() = default;
};

inline constexpr IID IID_IWbemLocator = {
    0xdc12a687, 0x737f, 0x11cf, {0x88, 0x4d, 0x00, 0xaa, 0x00, 0x4b, 0x2e, 0x24}};
template <>
inline constexpr IID interface_id<IWbemLocator> = IID_IWbemLocator;

struct IUnsecuredApartment : IUnknown {
    virtual HRESULT WBEMCHECK_COM_CALL CreateObjectStub(IUnknown* object, IUnknown** stub) = 0;

protected:
    ~IUnsecuredApartment() = default;
};

inline constexpr IID IID_IUnsecuredApartment = {
    0x1cfaba8c, 0x1523, 0x11d1, {0xad, 0x79, 0x00, 0xc0, 0x4f, 0xd8, 0xfd, 0xff}};
template <>
inline constexpr IID interface_id<IUnsecuredApartment> = IID_IUnsecuredApartment;

struct IWbemUnsecuredApartment : IUnsecuredApartment {
    virtual HRESULT WBEMCHECK_COM_CALL CreateSinkStub(IWbemObjectSink* sink, DWORD flags, LPCWSTR reserved,
                                                      IWbemObjectSink** stub) = 0;

protected:
    ~IWbemUnsecuredApartment() = default;
};

inline constexpr IID IID_IWbemUnsecuredApartment = {
    0x31739d04, 0x3471, 0x4cf4, {0x9a, 0x7c, 0x57, 0xa4, 0x4a, 0xe7, 0x19, 0x56}};
template <>
inline constexpr IID interface_id<IWbemUnsecuredApartment> = IID_IWbemUnsecuredApartment;

struct IWbemShutdown : IUnknown {
    virtual HRESULT WBEMCHECK_COM_CALL Shutdown(LONG reason, ULONG max_milliseconds,
                                                IWbemContext* context) = 0;

protected:
    ~IWbemShutdown() = default;
};

inline constexpr IID IID_IWbemShutdown = {
    0xb7b31df9, 0xd515, 0x11d3, {0xa1, 0x1c, 0x00, 0x10, 0x5a, 0x1f, 0x51, 0x5a}};
template <>
inline constexpr IID interface_id<IWbemShutdown> = IID_IWbemShutdown;

struct IWbemStatusCodeText : IUnknown {
    virtual HRESULT WBEMCHECK_COM_CALL GetErrorCodeText(HRESULT result, LCID locale, LONG flags,
                                                        BSTR* text) = 0;
    virtual HRESULT WBEMCHECK_COM_CALL GetFacilityCodeText(HRESULT result, LCID locale, LONG flags,
                                                           BSTR* text) = 0;

protected:
    ~IWbemStatusCodeText() = default;
};

inline constexpr IID IID_IWbemStatusCodeText = {
    0xeb87e1bc, 0x3233, 0x11d2, {0xae, 0xc9, 0x00, 0xc0, 0x4f, 0xb6, 0x88, 0x20}};
template <>
inline constexpr IID interface_id<IWbemStatusCodeText> = IID_IWbemStatusCodeText;

inline constexpr CLSID CLSID_WbemLocator = {
    0x4590f811, 0x1d3a, 0x11d0, {0x89, 0x1f, 0x00, 0xaa, 0x00, 0x4b, 0x2e, 0x24}};
inline constexpr CLSID CLSID_WbemContext = {
    0x674b6698, 0xee92, 0x11d0, {0xad, 0x71, 0x00, 0xc0, 0x4f, 0xd8, 0xfd, 0xff}};
inline constexpr CLSID CLSID_WbemClassObject = {
    0x9a653086, 0x174f, 0x11d2, {0xb5, 0xf9, 0x00, 0x10, 0x4b, 0x70, 0x3e, 0xfd}};
inline constexpr CLSID CLSID_WbemStatusCodeText = {
    0xeb87e1bd, 0x3233, 0x11d2, {0xae, 0xc9, 0x00, 0xc0, 0x4f, 0xb6, 0x88, 0x20}};
inline constexpr CLSID CLSID_UnsecuredApartment = {
    0x49bd2028, 0x1523, 0x11d1, {0xad, 0x79, 0x00, 0xc0, 0x4f, 0xd8, 0xfd, 0xff}};

}  // namespace wbemcheck::portable
