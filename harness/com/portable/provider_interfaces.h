// The interfaces between WMI and its providers, outside Windows (wbemprov.h there): same IIDs, same order of
// methods, same signatures (contract, sections 4.5 and 5). Ownership as in wbem_interfaces.h.
#pragma once

#include "harness/com/portable/wbem_interfaces.h"

namespace wbemcheck::portable {

struct IWbemUnboundObjectSink : IUnknown {
    virtual HRESULT WBEMCHECK_COM_CALL IndicateToConsumer(IWbemClassObject* logical_consumer, LONG count,
                                                          IWbemClassObject** objects) = 0;

protected:
    ~IWbemUnboundObjectSink() = default;
};

inline constexpr IID IID_IWbemUnboundObjectSink = {
    0xe246107b, 0xb06e, 0x11d0, {0xad, 0x61, 0x00, 0xc0, 0x4f, 0xd8, 0xfd, 0xff}};
template <>
inline constexpr IID interface_id<IWbemUnboundObjectSink> = IID_IWbemUnboundObjectSink;

struct IWbemPropertyProvider : IUnknown {
    virtual HRESULT WBEMCHECK_COM_CALL GetProperty(LONG flags, const BSTR locale, const BSTR class_mapping,
                                                   const BSTR instance_mapping, const BSTR property_mapping,
                                                   VARIANT* value) = 0;
    virtual HRESULT WBEMCHECK_COM_CALL PutProperty(LONG flags, const BSTR locale, const BSTR class_mapping,
                                                   const BSTR instance_mapping, const BSTR property_mapping,
                                                   const VARIANT* value) = 0;

protected:
    ~IWbemPropertyProvider() = default;
};

inline constexpr IID IID_IWbemPropertyProvider = {
    0xce61e841, 0x65bc, 0x11d0, {0xb6, 0xbd, 0x00, 0xaa, 0x00, 0x32, 0x40, 0xc7}};
template <>
inline constexpr IID interface_id<IWbemPropertyProvider> = IID_IWbemPropertyProvider;

struct IWbemEventProvider : IUnknown {
    virtual HRESULT WBEMCHECK_COM_CALL ProvideEvents(IWbemObjectSink* sink, LONG flags) = 0;

protected:
    ~IWbemEventProvider() = default;
};

inline constexpr IID IID_IWbemEventProvider = {
    0xe245105b, 0xb06e, 0x11d0, {0xad, 0x61, 0x00, 0xc0, 0x4f, 0xd8, 0xfd, 0xff}};
template <>
inline constexpr IID interface_id<IWbemEventProvider> = IID_IWbemEventProvider;

struct IWbemEventProviderQuerySink : IUnknown {
    virtual HRESULT WBEMCHECK_COM_CALL NewQuery(ULONG id, LPWSTR query_language, LPWSTR query) = 0;
    virtual HRESULT WBEMCHECK_COM_CALL CancelQuery(ULONG id) = 0;

protected:
    ~IWbemEventProviderQuerySink() = default;
};

inline constexpr IID IID_IWbemEventProviderQuerySink = {
    0x580acaf8, 0xfa1c, 0x11d0, {0xad, 0x72, 0x00, 0xc0, 0x4f, 0xd8, 0xfd, 0xff}};
template <>
inline constexpr IID interface_id<IWbemEventProviderQuerySink> = IID_IWbemEventProviderQuerySink;

struct IWbemEventProviderSecurity : IUnknown {
    virtual HRESULT WBEMCHECK_COM_CALL AccessCheck(LPCWSTR query_language, LPCWSTR query, LONG sid_length,
                                                   const BYTE* sid) = 0;

protected:
    ~IWbemEventProviderSecurity() = default;
};

inline constexpr IID IID_IWbemEventProviderSecurity = {
    0x631f7d96, 0xd993, 0x11d2, {0xb3, 0x39, 0x00, 0x10, 0x5a, 0x1f, 0x4a, 0xaf}};
template <>
inline constexpr IID interface_id<IWbemEventProviderSecurity> = IID_IWbemEventProviderSecurity;

struct IWbemProviderIdentity : IUnknown {
    virtual HRESULT WBEMCHECK_COM_CALL SetRegistrationObject(LONG flags, IWbemClassObject* registration) = 0;

protected:
    ~IWbemProviderIdentity() = default;
};

inline constexpr IID IID_IWbemProviderIdentity = {
    0x631f7d97, 0xd993, 0x11d2, {0xb3, 0x39, 0x00, 0x10, 0x5a, 0x1f, 0x4a, 0xaf}};
template <>
inline constexpr IID interface_id<IWbemProviderIdentity> = IID_IWbemProviderIdentity;

struct IWbemEventConsumerProvider : IUnknown {
    virtual HRESULT WBEMCHECK_COM_CALL FindConsumer(IWbemClassObject* logical_consumer,
                                                    IWbemUnboundObjectSink** consumer) = 0;

protected:
    ~IWbemEventConsumerProvider() = default;
};

inline constexpr IID IID_IWbemEventConsumerProvider = {
    0xe246107a, 0xb06e, 0x11d0, {0xad, 0x61, 0x00, 0xc0, 0x4f, 0xd8, 0xfd, 0xff}};
template <>
inline constexpr IID interface_id<IWbemEventConsumerProvider> = IID_IWbemEventConsumerProvider;

// Status first, flags second: the reverse of IWbemObjectSink::SetStatus.
struct IWbemProviderInitSink : IUnknown {
    virtual HRESULT WBEMCHECK_COM_CALL SetStatus(LONG status, LONG flags) = 0;

protected:
    ~IWbemProviderInitSink() = default;
};

inline constexpr IID IID_IWbemProviderInitSink = {
    0x1be41571, 0x91dd, 0x11d1, {0xae, 0xb2, 0x00, 0xc0, 0x4f, 0xb6, 0x88, 0x20}};
template <>
inline constexpr IID interface_id<IWbemProviderInitSink> = IID_IWbemProviderInitSink;

// The strings are zero-terminated, not BSTRs.
struct IWbemProviderInit : IUnknown {
    virtual HRESULT WBEMCHECK_COM_CALL Initialize(LPWSTR user, LONG flags, LPWSTR namespace_path,
                                                  LPWSTR locale, IWbemServices* services,
                                                  IWbemContext* context,
                                                  IWbemProviderInitSink* init_sink) = 0;

protected:
    ~IWbemProviderInit() = default;
};

inline constexpr IID IID_IWbemProviderInit = {
    0x1be41572, 0x91dd, 0x11d1, {0xae, 0xb2, 0x00, 0xc0, 0x4f, 0xb6, 0x88, 0x20}};
template <>
inline constexpr IID interface_id<IWbemProviderInit> = IID_IWbemProviderInit;

struct IWbemDecoupledRegistrar : IUnknown {
    virtual HRESULT WBEMCHECK_COM_CALL Register(LONG flags, IWbemContext* context, LPCWSTR user,
                                                LPCWSTR locale, LPCWSTR scope, LPCWSTR registration,
                                                IUnknown* provider) = 0;
    virtual HRESULT WBEMCHECK_COM_CALL UnRegister() = 0;

protected:
    ~IWbemDecoupledRegistrar() = default;
};

inline constexpr IID IID_IWbemDecoupledRegistrar = {
    0x1005cbcf, 0xe64f, 0x4646, {0xbc, 0xd3, 0x3a, 0x08, 0x9d, 0x8a, 0x84, 0xb4}};
template <>
inline constexpr IID interface_id<IWbemDecoupledRegistrar> = IID_IWbemDecoupledRegistrar;

struct IWbemDecoupledBasicEventProvider : IWbemDecoupledRegistrar {
    virtual HRESULT WBEMCHECK_COM_CALL GetSink(LONG flags, IWbemContext* context, IWbemObjectSink** sink) = 0;
    virtual HRESULT WBEMCHECK_COM_CALL GetService(LONG flags, IWbemContext* context,
                                                  IWbemServices** services) = 0;

protected:
    ~IWbemDecoupledBasicEventProvider() = default;
};

inline constexpr IID IID_IWbemDecoupledBasicEventProvider = {
    0x86336d20, 0xca11, 0x4786, {0x9e, 0xf1, 0xbc, 0x8a, 0x94, 0x6b, 0x42, 0xfc}};
template <>
inline constexpr IID interface_id<IWbemDecoupledBasicEventProvider> = IID_IWbemDecoupledBasicEventProvider;

struct IWbemEventSink : IWbemObjectSink {
    virtual HRESULT WBEMCHECK_COM_CALL SetSinkSecurity(LONG descriptor_length, BYTE* descriptor) = 0;
    virtual HRESULT WBEMCHECK_COM_CALL IsActive() = 0;
    virtual HRESULT WBEMCHECK_COM_CALL GetRestrictedSink(LONG count, const LPCWSTR* queries,
                                                         IUnknown* callback, IWbemEventSink** sink) = 0;
    virtual HRESULT WBEMCHECK_COM_CALL SetBatchingParameters(LONG flags, DWORD max_buffer_size,
                                                             DWORD max_send_latency) = 0;

protected:
    ~IWbemEventSink() = default;
};

inline constexpr IID IID_IWbemEventSink = {
    0x3ae0080a, 0x7e3a, 0x4366, {0xbf, 0x89, 0x0f, 0xee, 0xdc, 0x93, 0x16, 0x59}};
template <>
inline constexpr IID interface_id<IWbemEventSink> = IID_IWbemEventSink;

inline constexpr CLSID CLSID_WbemAdministrativeLocator = {
    0xcb8555cc, 0x9128, 0x11d1, {0xad, 0x9b, 0x00, 0xc0, 0x4f, 0xd8, 0xfd, 0xff}};
inline constexpr CLSID CLSID_WbemAuthenticatedLocator = {
    0xcd184336, 0x9128, 0x11d1, {0xad, 0x9b, 0x00, 0xc0, 0x4f, 0xd8, 0xfd, 0xff}};
inline constexpr CLSID CLSID_WbemUnauthenticatedLocator = {
    0x443e7b79, 0xde31, 0x11d2, {0xb3, 0x40, 0x00, 0x10, 0x4b, 0xcc, 0x4b, 0x4a}};
inline constexpr CLSID CLSID_WbemDecoupledRegistrar = {
    0x4cfc7932, 0x0f9d, 0x4bef, {0x9c, 0x32, 0x8e, 0xa2, 0xa6, 0xb5, 0x6f, 0xcb}};
inline constexpr CLSID CLSID_WbemDecoupledBasicEventProvider = {
    0xf5f75737, 0x2843, 0x4f22, {0x93, 0x3d, 0xc7, 0x6a, 0x97, 0xcd, 0xa6, 0x2f}};

}  // namespace wbemcheck::portable
