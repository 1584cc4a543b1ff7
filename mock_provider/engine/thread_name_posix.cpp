#include "mock_provider/engine/thread_name.h"

#include <pthread.h>

namespace wbemcheck::mock {

void set_thread_name(const std::string& name) noexcept {
    constexpr std::size_t kLongest = 15;  // of Linux, without the terminator
    char text[kLongest + 1] = {};
    name.copy(text, kLongest);
#if defined(__APPLE__)
    pthread_setname_np(text);
#else
    pthread_setname_np(pthread_self(), text);
#endif
}

}  // namespace wbemcheck::mock
