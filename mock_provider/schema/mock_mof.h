// The text of mock.mof, taken in when the library is built.
#pragma once

namespace wbemcheck::mock {

extern const char* const kMockMof;

}  // namespace wbemcheck::mock
