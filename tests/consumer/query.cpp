// What a consumer of the libraries does: connects to a mock and reads the answer to one query.
#include <cstddef>
#include <cstdio>

#include "harness/com/bstr.h"
#include "harness/com/com_ptr.h"
#include "harness/com/wbem.h"
#include "mock_provider/mock.h"

int main() {
    wbemcheck::mock::Settings settings;
    settings.objects = 5;
    const wbemcheck::mock::Mock mock{settings};
    const auto services = mock.connect();

    const auto language = wbemcheck::com::make_bstr("WQL");
    const auto query = wbemcheck::com::make_bstr("SELECT * FROM Mock_Item");
    wbemcheck::com::com_ptr<IEnumWbemClassObject> rows;
    const HRESULT accepted =
        services->ExecQuery(language.get(), query.get(), WBEM_FLAG_FORWARD_ONLY | WBEM_FLAG_RETURN_IMMEDIATELY,
                            nullptr, rows.put());
    if (FAILED(accepted)) {
        std::fprintf(stderr, "ExecQuery: 0x%08lx\n", static_cast<unsigned long>(accepted));
        return 1;
    }

    std::size_t count = 0;
    for (;;) {
        wbemcheck::com::com_ptr<IWbemClassObject> row;
        ULONG returned = 0;
        const HRESULT next = rows->Next(WBEM_INFINITE, 1, row.put(), &returned);
        if (next != WBEM_S_NO_ERROR || returned != 1) {
            break;
        }
        ++count;
    }
    std::printf("%zu rows\n", count);
    return count == settings.objects ? 0 : 1;
}
