// The module of all providers with mistakes.
#include <array>
#include <iterator>

#include "harness/com/hresult.h"
#include "tests/providers/mistaken.h"
#include "tests/providers/mistakes.h"
#include "tests/providers/module.h"

using namespace wbemcheck;

namespace {

template <std::size_t I>
com::com_ptr<IUnknown> make() {
    return example::make_mistaken_provider(example::kMistakes[I].id);
}

constexpr auto kClasses = []<std::size_t... I>(std::index_sequence<I...>) {
    return std::array{example::ComClass{example::kMistakes[I].class_id, make<I>}...};
}
(std::make_index_sequence<std::size(example::kMistakes)>());

}  // namespace

extern "C" HRESULT STDMETHODCALLTYPE DllGetClassObject(REFCLSID class_id, REFIID iid, LPVOID* object) {
    return example::get_class_object(kClasses, class_id, iid, object);
}

extern "C" HRESULT STDMETHODCALLTYPE DllCanUnloadNow() { return example::can_unload_now(); }
