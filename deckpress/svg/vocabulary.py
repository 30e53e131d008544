"""What an SVG picture may consist of. Everything else is dropped; what would act is a fault.

From SVG 2 (its appendices list elements, attributes and properties) and the CSS modules, for the
properties and functions that drawing programs write.
"""

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
XML = "http://www.w3.org/XML/1998/namespace"
HTML = "http://www.w3.org/1999/xhtml"

ELEMENTS = frozenset(
    """
    svg g defs symbol use switch title desc a view path rect circle ellipse line polyline
    polygon image text tspan textPath linearGradient radialGradient stop pattern clipPath mask
    marker style filter feBlend feColorMatrix feComponentTransfer feComposite feConvolveMatrix
    feDiffuseLighting feDisplacementMap feDistantLight feDropShadow feFlood feFuncA feFuncB
    feFuncG feFuncR feGaussianBlur feImage feMerge feMergeNode feMorphology feOffset
    fePointLight feSpecularLighting feSpotLight feTile feTurbulence animate animateMotion
    animateTransform mpath set
    """.split()
)

ACTING = frozenset(
    "script handler listener iframe embed object audio video canvas source track applet".split()
)
"""Elements that run or load something, in the SVG of today or of yesterday (SVG Tiny 1.2)."""

ANIMATIONS = frozenset("animate animateMotion animateTransform set".split())

PROPERTIES = frozenset(
    """
    alignment-baseline animation animation-delay animation-direction animation-duration
    animation-fill-mode animation-iteration-count animation-name animation-play-state
    animation-timing-function background background-color baseline-shift border border-color
    border-radius border-style border-width bottom box-sizing clip clip-path clip-rule color
    color-interpolation color-interpolation-filters color-rendering color-scheme cx cy d
    direction display dominant-baseline enable-background fill fill-opacity fill-rule filter
    flood-color flood-opacity font font-display font-family font-feature-settings font-kerning
    font-size font-size-adjust font-stretch font-style font-synthesis font-variant
    font-variant-caps font-variant-east-asian font-variant-ligatures font-variant-numeric
    font-variant-position font-variation-settings font-weight forced-color-adjust
    glyph-orientation-horizontal glyph-orientation-vertical height image-rendering inline-size
    isolation kerning left letter-spacing lighting-color line-height margin marker marker-end
    marker-mid marker-start mask mask-type max-height max-width min-height min-width
    mix-blend-mode opacity overflow paint-order padding pointer-events position r right rotate
    rx ry scale shape-inside shape-rendering solid-color solid-opacity src stop-color
    stop-opacity stroke stroke-dasharray stroke-dashoffset stroke-linecap stroke-linejoin
    stroke-miterlimit stroke-opacity stroke-width text-align text-anchor text-decoration
    text-decoration-color text-decoration-line text-decoration-style text-indent
    text-orientation text-overflow text-rendering text-shadow text-transform top transform
    transform-box transform-origin transition translate unicode-bidi unicode-range vector-effect
    vertical-align visibility white-space width will-change word-spacing writing-mode x y
    z-index
    """.split()
)

ATTRIBUTES = PROPERTIES | frozenset(
    """
    accumulate additive amplitude attributeName attributeType azimuth baseFrequency begin bias
    by calcMode class clipPathUnits crossorigin diffuseConstant divisor dur dx dy edgeMode
    elevation end exponent filterRes filterUnits font-face fr from fx fy gradientTransform
    gradientUnits id in in2 intercept k1 k2 k3 k4 kernelMatrix kernelUnitLength keyPoints
    keySplines keyTimes lang lengthAdjust limitingConeAngle markerHeight markerUnits markerWidth
    maskContentUnits maskUnits max media method min mode numOctaves offset operator order orient
    origin overline-position path pathLength patternContentUnits patternTransform patternUnits
    points pointsAtX pointsAtY pointsAtZ preserveAlpha preserveAspectRatio primitiveUnits radius
    refX refY repeatCount repeatDur restart result role seed side slope spacing specularConstant
    specularExponent spreadMethod startOffset stdDeviation surfaceScale systemLanguage tabindex
    tableValues targetX targetY textLength to type values version viewBox x1 x2 xChannelSelector
    y1 y2 yChannelSelector z
    """.split()
)

ANIMATED = PROPERTIES | frozenset(
    """
    amplitude azimuth baseFrequency bias class diffuseConstant divisor dx dy elevation exponent
    fr fx fy gradientTransform intercept k1 k2 k3 k4 kernelMatrix limitingConeAngle markerHeight
    markerWidth numOctaves offset pathLength patternTransform points pointsAtX pointsAtY
    pointsAtZ preserveAspectRatio radius refX refY seed slope specularConstant specularExponent
    startOffset stdDeviation surfaceScale tableValues targetX targetY textLength viewBox x1 x2
    y1 y2
    """.split()
)
"""What an animation may change."""

DATA = ("aria-", "data-")
"""How attributes begin that may have any name."""

FREE_TEXT = (*DATA, "id", "class", "lang", "role", "result", "in")
"""How attributes begin whose values no browser reads as CSS."""

FUNCTIONS = frozenset(
    """
    rgb rgba hsl hsla hwb lab lch oklab oklch color color-mix light-dark var calc min max clamp
    matrix matrix3d translate translatex translatey translatez translate3d scale scalex scaley
    scalez scale3d rotate rotatex rotatey rotatez rotate3d skew skewx skewy perspective blur
    brightness contrast drop-shadow grayscale hue-rotate invert opacity saturate sepia
    linear-gradient radial-gradient conic-gradient repeating-linear-gradient
    repeating-radial-gradient circle ellipse inset polygon path rect cubic-bezier steps linear
    format local tech
    """.split()
)
"""CSS functions that load nothing; `url()` is looked at more closely."""

GROUPING_RULES = ("media", "supports", "keyframes", "-webkit-keyframes", "font-face")
"""At-rules that are kept, with what is allowed in them."""
