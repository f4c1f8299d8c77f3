package io.gossipdiscovery.spring.loadbalancer;

import org.springframework.cloud.openfeign.FeignClientBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.http.client.ReactorClientHttpRequestFactory;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.reactive.function.client.WebClient;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** The ways in which applications call by name. */
enum Caller {
    REST_TEMPLATE {
        @Override
        Function<String, String> in(ConfigurableApplicationContext context) {
            RestTemplate client = context.getBean(RestTemplate.class);
            return url -> client.getForObject(url, String.class);
        }
    },
    REST_CLIENT {
        @Override
        Function<String, String> in(ConfigurableApplicationContext context) {
            RestClient client =
                    context.getBean(RestClient.Builder.class)
                            .requestFactory(new JdkClientHttpRequestFactory())
                            .build();
            return url -> client.get().uri(url).retrieve().body(String.class);
        }
    },
    REST_CLIENT_ON_NETTY {
        @Override
        Function<String, String> in(ConfigurableApplicationContext context) {
            RestClient client =
                    context.getBean(RestClient.Builder.class)
                            .requestFactory(new ReactorClientHttpRequestFactory())
                            .build();
            return url -> client.get().uri(url).retrieve().body(String.class);
        }
    },
    WEB_CLIENT {
        @Override
        Function<String, String> in(ConfigurableApplicationContext context) {
            WebClient client = context.getBean(WebClient.Builder.class).build();
            return url ->
                    client.get()
                            .uri(url)
                            .retrieve()
                            .bodyToMono(String.class)
                            .block(Duration.ofSeconds(30));
        }
    },
    FEIGN {
        @Override
        Function<String, String> in(ConfigurableApplicationContext context) {
            Map<String, Cart> clients = new HashMap<>();
            FeignClientBuilder builder = new FeignClientBuilder(context);
            return url ->
                    clients.computeIfAbsent(
                                    URI.create(url).getHost(),
                                    name -> builder.forType(Cart.class, name).build())
                            .get();
        }
    };

    abstract Function<String, String> in(ConfigurableApplicationContext context);

    /** What Feign makes a client of. */
    interface Cart {
        @GetMapping("/")
        String get();
    }
}
