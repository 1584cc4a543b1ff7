// The style sheet and the script of the HTML reports: report.css and report.js, taken in when the program is built.
#pragma once

namespace wbemcheck::reports::html {

extern const char* const kStyle;
extern const char* const kScript;

}  // namespace wbemcheck::reports::html
