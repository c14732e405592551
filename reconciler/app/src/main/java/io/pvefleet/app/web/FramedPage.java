package io.pvefleet.app.web;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.ModelAndView;

/**
 * A page within its frame, in which each name stands for one thing. What a page gave under a name of the frame would be shown in
 * place of what the frame means by it, on a page that looks well otherwise: so the second is refused.
 */
final class FramedPage extends ModelAndView {
  FramedPage(String template) {
    super(template);
  }

  /** @throws IllegalStateException if the name is given already */
  @Override
  public FramedPage addObject(String name, @Nullable Object value) {
    if (getModel().containsKey(name)) {
      throw new IllegalStateException("two things of one page are called " + name);
    }
    super.addObject(name, value);
    return this;
  }

  /** Spring would make up the name. */
  @Override
  public FramedPage addObject(Object value) {
    throw new IllegalArgumentException("a thing of a page has a name");
  }

  @Override
  public FramedPage addAllObjects(@Nullable Map<String, ?> values) {
    if (values != null) {
      values.forEach(this::addObject);
    }
    return this;
  }
}
