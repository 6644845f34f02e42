package io.filstore.gateway.problem;

import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What the servlet container turns into an error before or after a controller. */
@Hidden
@RestController
class ErrorPage implements ErrorController {
  /** Request attribute with the problem that a controller met, when there was one. */
  static final String PROBLEM = "io.filstore.problem";

  private final Problems problems;

  ErrorPage(Problems problems) {
    this.problems = problems;
  }

  @RequestMapping("/error")
  void error(HttpServletRequest request, HttpServletResponse response) throws IOException {
    if (request.getAttribute(PROBLEM) instanceof ProblemException problem) {
      problems.write(request, response, problem);
      return;
    }
    Object status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
    ProblemCode code = ProblemCode.ofStatus(status instanceof Integer number ? number : 404);
    problems.write(request, response, new ProblemException(code, code.title() + "."));
  }
}
