// What the keyboard tests ask of a page; `window.keys` holds it.
window.keys = (() => {
  const CONTROLS = "a[href], button, input, select, textarea, summary, [tabindex='0']";
  const shown = (element) => element.checkVisibility({ visibilityProperty: true }) && element.getClientRects().length > 0;
  const name = (element) => `<${element.localName}> ${(element.textContent || element.id || element.name).trim().slice(0, 40)}`;
  const numbers = (colour) => colour.match(/[\d.]+/g).map(Number);

  function luminance(colour) {
    const [red, green, blue] = numbers(colour).map((part) => part / 255)
      .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  }

  function background(element) {
    for (let at = element.parentElement; at; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor;
      if (numbers(colour)[3] !== 0) return colour;
    }
    return "rgb(255, 255, 255)";
  }

  function contrast(one, other) {
    const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  }

  // Every control in the order of the document, numbered so that Python can tell one from another.
  function controls(within = document) {
    const elements = [...within.querySelectorAll(CONTROLS)].filter(shown);
    elements.forEach((element, number) => { element.dataset.number = number; });
    return elements.map(name);
  }

  // What has the focus now: its number (-1: no control of ours), and what is wrong with how it shows it.
  function focused() {
    const element = document.activeElement;
    if (!element || element === document.body) return null;
    const style = getComputedStyle(element), box = element.getBoundingClientRect(), wrong = [];
    if (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 2) wrong.push("no outline");
    else if (contrast(style.outlineColor, background(element)) < 3) wrong.push(`faint outline ${style.outlineColor}`);
    if (box.bottom <= 0 || box.top >= innerHeight || box.right <= 0 || box.left >= innerWidth) wrong.push("out of sight");
    return { number: Number(element.dataset.number ?? -1), name: name(element), wrong };
  }

  // What had the focus at each press of Tab, before that moved it, and what has it now.
  const before = [];
  addEventListener("keydown", ({ key }) => key === "Tab" && before.push(focused()), { capture: true });
  const steps = () => [...before, focused()];

  // What is wrong with how each control shows the focus. A key must have been pressed: script alone shows none.
  function faults() {
    return [...document.querySelectorAll("[data-number]")].flatMap((element) => {
      element.focus();
      return focused().wrong.map((what) => `${name(element)}: ${what}`);
    });
  }

  // What must be scrolled sideways to be read.
  function scrollers() {
    return [...document.querySelectorAll("main *")].filter((element) => shown(element)
      && ["auto", "scroll"].includes(getComputedStyle(element).overflowX) && element.scrollWidth > element.clientWidth);
  }

  return { controls, faults, scrollers, steps };
})();
