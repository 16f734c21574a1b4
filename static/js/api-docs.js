// The API's own description, drawn by Swagger UI from the schema on this site.
const place = document.getElementById("api-docs");
const csrf = document.cookie.match(/(?:^|; )(?:__Host-csrf|vigil_csrf)=([^;]+)/);

window.SwaggerUIBundle({
  url: place.dataset.schema,
  domNode: place,
  deepLinking: true,
  filter: true,
  presets: [window.SwaggerUIBundle.presets.apis],
  requestInterceptor(request) {
    if (csrf) request.headers["X-CSRFToken"] = csrf[1];
    return request;
  },
});
