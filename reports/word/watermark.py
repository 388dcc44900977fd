"""Chữ chìm: "DỰ THẢO" drawn behind the text of every page, as the PDF of a draft has it."""

from reports.rendering.metrics import MM

_WORDS = "DỰ THẢO"
_WIDTH, _HEIGHT = 160 * MM, 26 * MM
_SHAPE = (
    '<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800"'
    ' path="m@7,l@8,m@5,21600l@6,21600e"><v:formulas>'
    '<v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/>'
    '<v:f eqn="sum 0 0 @2"/><v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/>'
    '<v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/>'
    '<v:f eqn="mid @5 @6"/><v:f eqn="mid @8 @5"/><v:f eqn="mid @7 @8"/>'
    '<v:f eqn="mid @6 @7"/><v:f eqn="sum @6 0 @5"/></v:formulas>'
    '<v:path textpathok="t" o:connecttype="custom"'
    ' o:connectlocs="@9,0;@10,10800;@11,21600;@12,10800" o:connectangles="270,180,90,0"/>'
    '<v:textpath on="t" fitshape="t"/></v:shapetype>'
)


def watermark() -> str:
    """A run for a header."""
    style = (
        "position:absolute;margin-left:0;margin-top:0;"
        f"width:{_WIDTH:.1f}pt;height:{_HEIGHT:.1f}pt;rotation:325;z-index:-251658752;"
        "mso-position-horizontal:center;mso-position-horizontal-relative:margin;"
        "mso-position-vertical:center;mso-position-vertical-relative:margin"
    )
    return (
        f"<w:r><w:rPr><w:noProof/></w:rPr><w:pict>{_SHAPE}"
        '<v:shape id="PowerPlusWaterMarkObject1" o:spid="_x0000_s2049" type="#_x0000_t136"'
        f' alt="{_WORDS}" style="{style}" o:allowincell="f" fillcolor="#e6e6e6" stroked="f">'
        '<v:textpath style="font-family:&quot;Times New Roman&quot;;font-size:1pt;'
        f'font-weight:bold" string="{_WORDS}"/></v:shape></w:pict></w:r>'
    )
