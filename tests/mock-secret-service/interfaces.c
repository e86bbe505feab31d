/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "tests/mock-secret-service/interfaces.h"

#define IN(type)           "<arg direction='in' type='" type "'/>"
#define OUT(type)          "<arg direction='out' type='" type "'/>"
#define METHOD(name, args) "<method name='" name "'>" args "</method>"
#define READ(name, type) \
    "<property name='" name "' type='" type "' access='read'/>"
#define SIGNAL(name, args) "<signal name='" name "'>" args "</signal>"
#define INTERFACE(name, rows) \
    "<interface name='org.freedesktop.Secret." name "'>" rows "</interface>"

/* clang-format off */
static const char xml[] =
    "<node>"
    INTERFACE("Service",
        METHOD("OpenSession", IN("s") IN("v") OUT("v") OUT("o"))
        METHOD("SearchItems", IN("a{ss}") OUT("ao") OUT("ao"))
        METHOD("Unlock", IN("ao") OUT("ao") OUT("o"))
        METHOD("Lock", IN("ao") OUT("ao") OUT("o"))
        METHOD("GetSecrets", IN("ao") IN("o") OUT("a{o(oayays)}"))
        METHOD("ReadAlias", IN("s") OUT("o"))
        READ("Collections", "ao")
        SIGNAL("CollectionChanged", "<arg type='o'/>"))
    INTERFACE("Collection",
        METHOD("SearchItems", IN("a{ss}") OUT("ao"))
        METHOD("CreateItem", IN("a{sv}") IN("(oayays)") IN("b") OUT("o") OUT("o"))
        READ("Items", "ao") READ("Label", "s") READ("Locked", "b")
        READ("Created", "t") READ("Modified", "t"))
    INTERFACE("Item",
        METHOD("Delete", OUT("o"))
        METHOD("GetSecret", IN("o") OUT("(oayays)"))
        METHOD("SetSecret", IN("(oayays)"))
        READ("Locked", "b") READ("Attributes", "a{ss}") READ("Label", "s")
        READ("Created", "t") READ("Modified", "t"))
    INTERFACE("Session", METHOD("Close", ""))
    INTERFACE("Prompt",
        METHOD("Prompt", IN("s"))
        METHOD("Dismiss", "")
        SIGNAL("Completed", "<arg type='b'/><arg type='v'/>"))
    "</node>";
/* clang-format on */

GDBusInterfaceInfo *interface_find(const char *name)
{
    static GDBusNodeInfo *node;

    if (!node)
        node = g_dbus_node_info_new_for_xml(xml, NULL);
    return g_dbus_node_info_lookup_interface(node, name);
}
