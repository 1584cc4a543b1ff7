// The drawing of a finding: a sequence diagram with a lane per thread and one for the subject, and beside it, against the same
// axis, the reference count of each sink.
#pragma once

#include <pugixml.hpp>

#include "reports/result.h"

namespace wbemcheck::reports::html {

// Time runs downwards, one row per step, so that every row has room for its words. Rows are of equal height, whatever time
// lay between them; each says when it was. Adds nothing for a finding without a timeline.
void add_diagram(pugi::xml_node parent, const Finding& finding);

// The arrow heads that all drawings of a page share; once, before the first one.
void add_diagram_marks(pugi::xml_node parent);

}  // namespace wbemcheck::reports::html
