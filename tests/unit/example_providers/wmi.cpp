#include "tests/unit/example_providers/wmi.h"

#include "harness/com/text.h"
#include "harness/com/variant.h"
#include "mock_provider/model/context.h"

namespace wbemcheck::example::test {

ULONG references(IUnknown* object) {
    object->AddRef();
    return object->Release();
}

HRESULT Namespace::GetObject(const BSTR path, LONG flags, IWbemContext* context, IWbemClassObject** object,
                             IWbemCallResult** call_result) noexcept {
    const HRESULT result = services_->GetObject(path, flags, context, object, call_result);
    const std::scoped_lock lock(mutex_);
    last_context_ = context;
    last_class_.fill(com::retain_ptr(*object));
    return result;
}

IWbemContext* Namespace::last_context() const {
    const std::scoped_lock lock(mutex_);
    return last_context_;
}

long Namespace::references_to_last_class() const {
    const std::scoped_lock lock(mutex_);
    return static_cast<long>(references(last_class_[0].get())) - kSpareReferences;
}

void Namespace::balance_last_class() const {
    long excess = references_to_last_class();
    const std::scoped_lock lock(mutex_);
    for (; excess > 0; --excess) {
        last_class_[0]->Release();
    }
    for (; excess < 0; ++excess) {
        last_class_[0]->AddRef();
    }
}

Wmi::Wmi() {
    mock.load_mof_file(EXAMPLE_MOF, "root\\example");
    services = mock.connect("root\\example");
    space = com::make_com<Namespace>(services);
    context = mock::make_context();
}

void Wmi::initialize(const com::com_ptr<IUnknown>& provider) {
    const auto init = provider.as<IWbemProviderInit>();
    ASSERT_TRUE(init);
    com::OleString path = com::to_utf16("root\\example");
    EXPECT_THAT(
        init->Initialize(nullptr, 0, path.data(), nullptr, space.get(), context.get(), init_sink.get()),
        ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(init_sink->told, testing::ElementsAre(std::pair<LONG, LONG>(WBEM_S_INITIALIZED, 0)));
}

com::com_ptr<IWbemClassObject> Wmi::get(std::string_view path) const {
    com::com_ptr<IWbemClassObject> object;
    EXPECT_THAT(services->GetObject(bstr(path).get(), 0, nullptr, object.put(), nullptr),
                ResultIs(WBEM_S_NO_ERROR));
    return object;
}

com::com_ptr<IWbemClassObject> Wmi::spawn(
    std::string_view class_name, const std::vector<std::pair<std::string, std::string>>& values) const {
    com::com_ptr<IWbemClassObject> instance;
    EXPECT_THAT(get(class_name)->SpawnInstance(0, instance.put()), ResultIs(WBEM_S_NO_ERROR));
    for (const auto& [name, value] : values) {
        EXPECT_THAT(instance->Put(com::to_utf16(name).c_str(), 0, com::make_variant(value).get(), 0),
                    ResultIs(WBEM_S_NO_ERROR));
    }
    return instance;
}

std::string text_of(IWbemClassObject* object, std::string_view property) {
    com::variant value;
    EXPECT_THAT(object->Get(com::to_utf16(property).c_str(), 0, value.put(), nullptr, nullptr),
                ResultIs(WBEM_S_NO_ERROR));
    if (value.type() == VT_I4) {
        return std::to_string(value->lVal);
    }
    return value.type() == VT_BSTR ? com::to_utf8(value->bstrVal) : std::string();
}

Collected::Collected(std::string property)
    : sink(SinkHooks{
          .on_indicate = [this, name = std::move(property)](LONG count, IWbemClassObject** objects) {
              for (LONG i = 0; i < count; ++i) {
                  values.push_back(text_of(objects[i], name));
              }
              return HRESULT{WBEM_S_NO_ERROR};
          }}) {}

}  // namespace wbemcheck::example::test
